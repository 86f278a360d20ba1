import type { FastifyReply } from 'fastify';

/** What is wrong with one value of a request, as FastAPI tells it. */
export interface FieldFault {
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: string;
}

/** A call that TopTickets refuses. */
export interface Refusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly detail: string | readonly FieldFault[];
}

export function refusal(status: number, detail: Refusal['detail']): Refusal {
  return { kind: 'refused', status, detail };
}

export function refuse(reply: FastifyReply, { status, detail }: Refusal): FastifyReply {
  return reply.code(status).send({ detail });
}

export const ticketNotFound = refusal(404, 'Ticket not found');
export const attachmentNotFound = refusal(404, 'Attachment not found');
export const fileMissing = refusal(422, [{ loc: ['body', 'file'], msg: 'Field required', type: 'missing' }]);
