import { cleanName } from '../../contract/file-name.ts';
import { omsMessages, type TicketReference } from '../../contract/oms.ts';
import type { Failure } from '../../contract/outcome.ts';
import type { TicketFinding } from '../destinations/destination.ts';
import type { Access, Judge } from './access.ts';
import { type FieldName, RequestError } from './relay/request-part.ts';
import type { Delivery, Relay } from './relay.ts';

export type Granted = Extract<Access, { kind: 'granted' }>;

/** Finds out from a request's fields, in whatever order they come, who sends files to which ticket. */
export interface Way {
  /** Judges the token of the request. @throws RequestError where it is not good for this request */
  admit(token: string | undefined): Promise<void>;
  /** @throws RequestError where the field shows that the request is not allowed */
  takeField(name: FieldName, value: string): Promise<void>;
  /**
   * The way to the ticket; `undefined` while it is not known. Once it is, the ticket is settled: files have gone there.
   * @param complete whether all fields have come
   * @throws RequestError where they all have, and there is no way
   */
  open(complete: boolean): Promise<Delivery | undefined>;
  readonly access: Granted | undefined;
  /** The ticket as people know it, where it is known. */
  readonly named: string | undefined;
}

export interface WayParts {
  readonly judge: Judge;
  readonly relay: Relay;
  readonly idempotencyKey: string | undefined;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

export function createWay({ judge, relay, idempotencyKey, signal }: WayParts): Way {
  const fields = new Map<FieldName, string>();
  let access: Granted | undefined;
  let finding: TicketFinding | undefined;
  let delivery: Delivery | undefined;

  /** A pass opens its own ticket only, by whatever name the request calls it. */
  function checkPass(): void {
    const named = fields.get('zoho_id');
    if (access?.ticketId !== undefined && named !== undefined && named !== access.ticketId) {
      throw new RequestError(401, omsMessages.authInvalid);
    }
  }

  async function admit(token: string | undefined): Promise<Granted> {
    const judged = await judge(token, 'attachments:write');
    if (judged.kind === 'denied') throw new RequestError(judged.status, judged.message, judged.waitMs);
    access = judged;
    checkPass();
    return judged;
  }

  async function find({ client, ticketId: passTicket }: Granted, complete: boolean): Promise<TicketFinding> {
    // The caller may still say that it means another ticket than that of its pass.
    if (passTicket !== undefined && !fields.has('zoho_id') && !complete) return notFound;
    const reference = passTicket === undefined ? referenceOf(fields) : { zoho_id: passTicket };
    if (Object.keys(reference).length === 0) return notFound;
    finding ??= await client.destination.findTicket(reference, { signal });
    return finding;
  }

  return {
    async admit(token) {
      await admit(token);
    },

    async takeField(name, value) {
      const text = value.trim();
      if (text === '') return;
      fields.set(name, text);
      // A token in the header came before this one.
      if (name === 'auth') return void (access ?? (await admit(text)));
      // What was not found by the names so far may be by this one.
      if (finding?.kind === 'not-found') finding = undefined;
      checkPass();
    },

    async open(complete) {
      if (delivery) return delivery;
      if (!access && !complete) return undefined;
      const granted = access ?? (await admit(undefined));
      const found = await find(granted, complete);
      if (found.kind === 'not-found') {
        if (complete) throw new RequestError(400, omsMessages.ticketUnknown);
        return undefined;
      }
      delivery =
        found.kind === 'failed'
          ? sendNothing(found.outcome, granted.client.destination.limits.nameLength)
          : relay({
              client: granted.client,
              ticketId: found.ticketId,
              knownBy: found.surest,
              idempotencyKey,
              signal,
            });
      return delivery;
    },

    get access() {
      return access;
    },
    get named() {
      return finding?.kind === 'found' ? finding.named : undefined;
    },
  };
}

const notFound: TicketFinding = { kind: 'not-found' };

function referenceOf(fields: ReadonlyMap<FieldName, string>): TicketReference {
  const names = (['zoho_id', 'ticket_number', 'chamado_id'] as const).filter((name) => fields.has(name));
  return Object.fromEntries(names.map((name) => [name, fields.get(name)]));
}

/** Every file ends as the question for the ticket did. */
function sendNothing(end: Failure, nameLength: number): Delivery {
  return {
    async send({ name, mimeType, size }) {
      return { name: cleanName(name, nameLength, mimeType), contentType: mimeType || undefined, bytes: size, end };
    },
  };
}
