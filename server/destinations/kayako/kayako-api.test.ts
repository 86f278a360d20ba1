import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedService, startScriptedService } from '../../sandbox/scripted-service.suite.ts';
import { call, longSilence } from '../suite-setting.suite.ts';
import { createKayakoApi, type Form } from './kayako-api.ts';

async function* noBytes(): AsyncGenerator<Uint8Array> {}

const form = (): Form => ({ fields: { ticketid: '1' }, flowing: { name: 'contents', bytes: noBytes(), length: 0 } });

const textOf = async (answer: Readable) => ({ kind: 'text', text: await text(answer) }) as const;

describe('kayako-api', () => {
  let service: ScriptedService;
  const open = () =>
    createKayakoApi({ baseUrl: service.url, apikey: 'key', secretKey: 'secret', silenceMs: longSilence }, Date.now);

  beforeEach(async () => {
    service = await startScriptedService();
  });
  afterEach(() => service.close());

  it('names the call in the query, and asks for XML', async () => {
    const api = open();
    await api.get('/A/1', call, textOf);
    await api.post('/B', form(), call, textOf);
    await api.delete('/C/2', call);
    const signed = '&apikey=key&salt=[0-9a-f]{32}&signature=[^&]+';
    expect(service.received).toMatchObject([
      { method: 'GET', url: expect.stringMatching(new RegExp(`^/api/index\\.php\\?e=%2FA%2F1${signed}$`)) },
      { method: 'POST', url: '/api/index.php?e=%2FB' },
      { method: 'DELETE', url: expect.stringMatching(new RegExp(`^/api/index\\.php\\?e=%2FC%2F2${signed}$`)) },
    ]);
    expect(service.received.map(({ headers }) => headers.accept)).toEqual(Array(3).fill('text/xml, */*'));
  });

  it('hands on an answer, and takes 200 alone for a removal', async () => {
    service.answer = { status: 200, body: '<a/>' };
    const read = { kind: 'text', text: '<a/>' };
    expect(await open().get('/A', call, textOf)).toEqual(read);
    expect(await open().post('/A', form(), call, textOf)).toEqual(read);
    expect(await open().delete('/A', call)).toEqual({ kind: 'done' });
    service.answer = { status: 202, body: 'Later' };
    expect(await open().delete('/A', call)).toMatchObject({ outcome: { kind: 'unknown', message: 'Later' } });
  });

  it('names Kayako where no answer came', async () => {
    service.answer = () => undefined;
    const api = open();
    const message = expect.stringMatching(/^Kayako broke the connection off/);
    expect(await api.get('/A', call, textOf)).toEqual({ kind: 'failed', outcome: { kind: 'unavailable', message } });
    expect(await api.post('/A', form(), call, textOf)).toEqual({
      kind: 'failed',
      outcome: { kind: 'unknown', message },
    });
    expect(await api.delete('/A', call)).toEqual({ kind: 'failed', outcome: { kind: 'unknown', message } });
  });

  it('takes a missing salt for a file that is too large only where a form was sent', async () => {
    service.answer = { status: 401, body: 'NO SALT PROVIDED!' };
    const api = open();
    const unauthorized = { kind: 'failed', outcome: { kind: 'unauthorized', status: 401 } };
    expect(await api.get('/A', call, textOf)).toMatchObject(unauthorized);
    expect(await api.delete('/A', call)).toMatchObject(unauthorized);
    expect(await api.post('/A', form(), call, textOf)).toMatchObject({
      outcome: { kind: 'refused', reason: 'too-large' },
    });
  });

  it('asks once more where Kayako closed the connection that was kept', async () => {
    service.answer = () =>
      [{ status: 404, body: 'Ticket not Found' }, undefined, { status: 200, body: '<a/>' }][
        service.received.length - 1
      ];
    const api = open();
    expect(await api.get('/A', call, textOf)).toMatchObject({ outcome: { message: 'Ticket not Found' } });
    expect(await api.get('/A', call, textOf)).toMatchObject({ kind: 'text' });
    expect(service.received).toHaveLength(3);
  });
});
