import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { megabyte } from '../../contract/limits.ts';
import { omsPaths } from '../../contract/oms.ts';
import { pdf } from './test-gateway.suite.ts';
import { memoryOf } from './test-sockets.suite.ts';
import { openV1Gateway, type Place, tickets, type V1Gateway } from './v1/test-v1.suite.ts';

// These move megabytes: a busy machine may take its time.
const patience = { timeout: 30_000 };

let gateway: V1Gateway;
beforeAll(async () => {
  gateway = await openV1Gateway();
});
afterAll(async () => {
  gateway.app.server.closeAllConnections();
  await gateway.close();
});
beforeEach(async () => {
  await gateway.services.reset();
  gateway.advance(61 * 60_000);
});

const form = { 'content-type': 'multipart/form-data; boundary=b' };
const field = (name: string, value: string): string =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const fileHead = '--b\r\ncontent-disposition: form-data; name="a"; filename="a.pdf"\r\n\r\n';
const formEnd = '\r\n--b--\r\n';

/** A caller that sends when it is told to. */
async function openCaller(place: Place, headers: Record<string, string>): Promise<ClientRequest> {
  const authorization = `Bearer ${await gateway.tokenOf(place)}`;
  const caller = httpRequest(`${gateway.url}${omsPaths.put}`, {
    method: 'PUT',
    agent: false,
    headers: { ...headers, authorization },
  });
  caller.on('error', () => undefined);
  return caller;
}

async function answerTo(caller: ClientRequest): Promise<unknown> {
  const [answer]: IncomingMessage[] = await once(caller, 'response');
  return answer && JSON.parse(await text(answer));
}

/** The uploads that a destination has seen the beginning of. */
const uploads = () =>
  gateway.services.requests.all().filter(({ method, path }) => method !== 'GET' && !/auth|token/.test(path));

describe.each<[Place]>([['oms'], ['desk'], ['crm'], ['bigin'], ['kayako'], ['top']])(
  'a file on its way to %s',
  (place) => {
    const bytes = pdf(600_000);
    const [ticket] = tickets[place];

    it.each([
      [
        'JSON',
        {},
        () => [`{"zoho_id":"${ticket}","attachments":[{"name":"a.pdf","base64":"`, bytes.toString('base64'), '"}]}'],
      ],
      ['a form', form, () => [`${field('zoho_id', ticket)}${fileHead}`, bytes.toString('latin1'), formEnd]],
    ] as const)('is sent on while it is still coming: %s', async (_, headers, partsOf) => {
      const [head, content = '', end] = partsOf();
      const caller = await openCaller(place, headers);
      caller.write(head);
      caller.write(Buffer.from(content.slice(0, 400_000), 'latin1'));
      await vi.waitFor(() => expect(uploads()).toHaveLength(1), patience);
      caller.write(Buffer.from(content.slice(400_000), 'latin1'));
      caller.end(end);
      expect(await answerTo(caller)).toMatchObject({ success: true });
      expect(gateway.services.ledger.all()).toMatchObject([{ name: 'a.pdf', size: bytes.length }]);
    });

    it('has its length announced where it is known', async () => {
      for (const [size, before, known] of [
        [600_000, field('size', '600000'), true],
        [600_000, '', false],
        [1000, '', true],
      ] as const) {
        await gateway.services.reset();
        gateway.advance(61 * 60_000);
        const caller = await openCaller(place, form);
        caller.write(`${field('zoho_id', ticket)}${before}${fileHead}`);
        caller.write(bytes.subarray(0, size));
        caller.end(formEnd);
        expect(await answerTo(caller)).toMatchObject({ success: true });
        const [upload] = uploads();
        if (known) expect(upload?.contentLength).toBeGreaterThan(size);
        else expect(upload?.contentLength).toBeNull();
      }
    });
  },
);

it('comes no faster than its destination takes it, and is nowhere kept', async () => {
  const [ticket] = tickets.crm;
  const size = 90 * megabyte;
  gateway.services.faults.set([{ service: 'crm', method: 'POST', kind: 'hang-before' }]);
  const caller = await openCaller('crm', form);
  caller.write(`${field('zoho_id', ticket)}${fileHead}%PDF-1.7\n`);
  const piece = Buffer.alloc(256 * 1024);
  let written = 0;
  const memory = await memoryOf(async (look) => {
    while (written < size) {
      written += piece.length;
      if (caller.write(piece)) continue;
      look();
      // Where nothing goes on for so long, nothing will: the destination reads nothing.
      const gone = new AbortController();
      const moved = once(caller, 'drain', { signal: gone.signal }).then(
        () => true,
        () => false,
      );
      const timer = setTimeout(() => gone.abort(), 1000);
      const goesOn = await moved;
      clearTimeout(timer);
      if (!goesOn) break;
    }
    look();
  });
  caller.destroy();
  // What the buffers of two connections hold, no more.
  expect(written).toBeLessThan(40 * megabyte);
  expect(memory).toBeLessThan(48 * megabyte);
  expect(uploads()).toHaveLength(1);
});
