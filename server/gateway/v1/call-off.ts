import type { FastifyInstance } from 'fastify';
import type { CallOffAnswer } from '../../../contract/call-off.ts';
import type { CallOffs } from '../call-off.ts';
import type { GatewayParts } from '../parts.ts';
import { v1Operations } from './operations.ts';
import { ticketRoute } from './ticket-route.ts';

export interface CallOffRouteParts extends Pick<GatewayParts, 'judge' | 'scrub'> {
  readonly callOffs: CallOffs;
}

/** Calls an upload off that its caller has given up. */
export function callOffRoute(app: FastifyInstance, { callOffs, ...parts }: CallOffRouteParts): void {
  ticketRoute(app, parts, {
    operation: v1Operations.callOff,
    scope: 'attachments:write',
    needs: [],
    async handle({ client, ticket, params, query }) {
      const keyed = { client, ticketId: ticket.id, idempotencyKey: params.key };
      const { state, before, attachmentId } = await callOffs.callOff(keyed, query.age);
      const value: CallOffAnswer = {
        state,
        ...(before !== undefined && { called_off_before: before }),
        ...(attachmentId !== undefined && { attachment_id: attachmentId }),
      };
      return { kind: 'value', status: 200, value };
    },
  });
}
