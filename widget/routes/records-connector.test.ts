import { describe, expect, it } from 'vitest';
import { createFakeEmbeddedSdk } from '../hosts/embedded/fake-sdk.ts';
import { startEmbedded } from '../hosts/embedded/start.ts';
import { own } from '../hosts/records.ts';
import { createManualClock } from '../manual-clock.ts';
import { createConnectorRoute } from './connector.ts';
import { createRecordsDialect } from './records-dialect.ts';
import {
  consign,
  describeRoute,
  pdfBytes,
  questionAbout,
  type RoutePlay,
  refusalWords,
  watching,
} from './route.suite.ts';
import type { Route } from './route.ts';
import { createShelf, stageLimits } from './stage.ts';

const page = { parent: {}, navigator: { language: 'en' }, location: { search: '?serviceOrigin=https://crm.zoho.eu' } };

/** A Zoho CRM or Bigin page, with the SDK's own ways for attachments. */
async function setUp(product: 'crm' | 'bigin' = 'crm', failing: 'resolves' | 'rejects' = 'resolves') {
  const clock = createManualClock();
  const fake = createFakeEmbeddedSdk(product);
  fake.answers.set('CONFIG.getCurrentUser', () => ({ users: [] }));
  const starting = startEmbedded({ ...page, ZOHO: fake.ZOHO }, product, clock);
  fake.load({ Entity: 'Cases', EntityId: '4000000012345' });
  const started = await starting;
  if (started.kind !== 'ready') throw new Error(started.kind);

  const shelf = createShelf(clock);
  const releases: (() => void)[] = [];
  let play: RoutePlay = 'stores';
  const result = (code: string, message: string, details = {}) => ({
    data: [{ code, details, message, status: code === 'SUCCESS' ? 'success' : 'error' }],
  });
  const fail = (code: string, message: string) => {
    const answer = result(code, message);
    if (failing === 'rejects') throw answer;
    return answer;
  };

  fake.answers.set('API.attachFile', async (given) => {
    const file = own(own(given, 'File'), 'Content');
    if (!(file instanceof File)) throw new Error('no file');
    const ticketId = String(own(given, 'RecordID'));
    const bytes = new Uint8Array(await file.arrayBuffer());
    const store = () =>
      result('SUCCESS', 'attachment uploaded successfully', {
        id: shelf.put({ ticketId, name: file.name, type: file.type, bytes }).id,
      });
    switch (play) {
      case 'stores':
        return store();
      case 'refuses':
        return fail('INVALID_DATA', refusalWords);
      case 'denies-us':
        return fail('NO_PERMISSION', 'Permission denied to upload attachment');
      case 'is-busy':
        return fail('TOO_MANY_REQUESTS', 'Too many requests');
      case 'is-down':
        return fail('INVALID_URL_PATTERN', 'Please check if the URL trying to access is a correct one');
      case 'loses-answer':
        store();
        return new Promise(() => {});
      case 'hangs':
        return new Promise((resolve) => releases.push(() => resolve(store())));
    }
  });
  fake.answers.set('API.getRelatedRecords', (given) => {
    const [number, size] = [Number(own(given, 'page')), Number(own(given, 'per_page'))];
    const all = shelf.files.filter(({ ticketId }) => ticketId === own(given, 'RecordID'));
    const data = all.slice((number - 1) * size, number * size).map((file, at) => ({
      id: file.id,
      File_Name: file.name,
      Size: at % 2 === 0 ? file.bytes.length : String(file.bytes.length),
      Created_Time: shelf.createdTimeOf(file),
    }));
    if (data.length === 0) return { statusText: 'No Content' };
    return {
      data,
      info: { page: number, per_page: size, count: data.length, more_records: all.length > number * size },
    };
  });
  fake.answers.set('CONNECTION.invoke', (_, given) => {
    const id = /\/Attachments\/(\d+)$/.exec(String(own(given, 'url')))?.[1];
    const at = shelf.files.findIndex((file) => file.id === id);
    if (at >= 0) shelf.files.splice(at, 1);
    const statusMessage =
      at < 0 ? result('INVALID_DATA', 'the id given seems to be invalid') : result('SUCCESS', 'record deleted');
    return { code: 'SUCCESS', details: { statusMessage, status: at < 0 ? 'false' : 'true' }, status: 'success' };
  });

  const dialect = createRecordsDialect(product);
  return {
    fake,
    clock,
    shelf,
    dialect,
    route: ofCases(createConnectorRoute({ host: started.host, limits: stageLimits, dialect, clock })),
    can: { progress: false, stop: false, tell: true, wait: false },
    play(next: RoutePlay) {
      play = next;
    },
    stored: () => shelf.files,
    uploads: () => fake.calls.filter(({ name }) => name === 'API.attachFile').length,
    release() {
      for (const release of releases.splice(0)) release();
    },
  };
}

/** The suite's tickets have plain numbers; a record's reference begins with its module. */
function ofCases(route: Route): Route {
  const named = <T extends { readonly id: string }>(ticket: T): T => ({ ...ticket, id: `Cases:${ticket.id}` });
  return {
    ...route,
    send: (consignment, watch) => route.send({ ...consignment, ticket: named(consignment.ticket) }, watch),
    findArrival: (question) => route.findArrival({ ...question, ticket: named(question.ticket) }),
    readAttachmentIds: async (ticket) => route.readAttachmentIds?.(named(ticket)),
    withdraw: async (ticket, id) => (await route.withdraw?.(named(ticket), id)) ?? false,
  };
}

describeRoute('connector in CRM, failing by an answer', () => setUp('crm', 'resolves'));
describeRoute('connector in Bigin, failing by a rejection', () => setUp('bigin', 'rejects'));

describe('the connector in CRM', () => {
  it('finds a file on a later page of a long list', async () => {
    const { route, shelf, clock } = await setUp();
    const bytes = pdfBytes(5);
    for (let at = 0; at < 450; at += 1) shelf.put({ ticketId: '4000000012345', name: `${at}.pdf`, type: '', bytes });
    const consignment = consign(bytes, '449.pdf');
    const arrival = await clock.run(route.findArrival(questionAbout(consignment, clock.now())));
    expect(arrival).toEqual({ kind: 'arrived', attachmentId: shelf.files.at(-1)?.id });
    expect(await route.readAttachmentIds?.(consignment.ticket)).toHaveProperty('size', 450);
  });

  it('removes an attachment by the connection', async () => {
    const { route, stored } = await setUp();
    await route.send(consign(pdfBytes(10)), watching());
    const ticket = { id: '4000000012345' };
    const id = stored()[0]?.id ?? '';
    expect(await route.withdraw?.(ticket, id)).toBe(true);
    expect(stored()).toEqual([]);
    // As somebody else may have done before.
    expect(await route.withdraw?.(ticket, id)).toBe(true);
  });

  it('tells later how a call that took too long ended', async () => {
    const { route, clock, play, release, stored } = await setUp();
    play('hangs');
    const { later } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
    release();
    expect(await later).toEqual({ kind: 'delivered', attachmentId: stored()[0]?.id });
  });

  it('does not ask for the organisation', async () => {
    const { route, fake } = await setUp();
    await route.send(consign(pdfBytes(10)), watching());
    expect(fake.calls.map(({ name }) => name)).not.toContain('CONFIG.getOrgInfo');
  });
});

describe('what an answer of CRM or Bigin means', () => {
  const read = (body: unknown, status?: number) =>
    createRecordsDialect('crm').outcomeOf({ kind: 'answer', status, body }, 0);
  const inData = (code: string, message?: string) => ({ data: [{ code, message, status: 'error' }] });

  it.each<[unknown, object]>([
    [{ data: [{ code: 'SUCCESS', details: { id: '7' } }] }, { kind: 'delivered', attachmentId: '7' }],
    [{ data: [{ code: 'SUCCESS', details: { id: 7 } }] }, { kind: 'delivered' }],
    [
      { code: 'INVALID_TOKEN', message: 'invalid oauth token' },
      { kind: 'unauthorized', code: 'INVALID_TOKEN' },
    ],
    [inData('AUTHORIZATION_FAILED', 'not privileged'), { kind: 'unauthorized' }],
    [inData('INVALID_DATA', 'invalid file type'), { kind: 'refused', reason: 'type' }],
    [inData('INVALID_DATA', 'the file name is too long'), { kind: 'refused', reason: 'name' }],
    [
      inData('INVALID_DATA', 'the related id given seems to be invalid'),
      { kind: 'refused', reason: 'ticket-not-found' },
    ],
    [inData('FILE_SIZE_MORE_THAN_ALLOWED_SIZE'), { kind: 'refused', reason: 'too-large' }],
    [inData('INVALID_MODULE', 'not supported'), { kind: 'refused', reason: 'invalid', message: 'not supported' }],
    [inData('constructor', 'no code of theirs'), { kind: 'refused', reason: 'invalid', code: 'constructor' }],
    [inData('__proto__'), { kind: 'refused', reason: 'invalid' }],
    [inData('TOO_MANY_REQUESTS'), { kind: 'busy' }],
    [inData('INTERNAL_ERROR'), { kind: 'unknown', code: 'INTERNAL_ERROR' }],
    [inData('TOO_MANY_REQUESTS', ''), { message: 'CRM did not say if it stored the file' }],
    [{}, { kind: 'unknown', message: 'CRM did not say if it stored the file' }],
    [{ data: [] }, { kind: 'unknown' }],
    ['<html>', { kind: 'unknown' }],
  ])('%j', (body, outcome) => {
    expect(read(body)).toMatchObject(outcome);
  });

  it('does not take an empty id for one', () => {
    expect(read({ data: [{ code: 'SUCCESS', details: { id: '' } }] })).toEqual({ kind: 'delivered' });
  });

  it.each([401, 403])('status %i without a result', (status) => {
    expect(read({}, status)).toMatchObject({ kind: 'unauthorized', status });
  });
});
