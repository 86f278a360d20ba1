import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { createScriptedAttachments, fileOnTicket, otherTicket, settle, ticket } from './testing.ts';
import { createTicketFiles } from './ticket-files.ts';

function setUp(pageSize = 3) {
  const service = createScriptedAttachments();
  const clock = createManualClock();
  const removed: string[] = [];
  const onRemoved = (id: string) => void removed.push(id);
  const files = createTicketFiles({ attachments: service.attachments, clock, pageSize, onRemoved });
  const names = () => files.list.value?.files?.map(({ name }) => name);
  return { ...service, clock, files, names, removed };
}

const numbers = (...list: number[]) => list.map((number) => fileOnTicket(number));

describe('the files of a ticket', () => {
  it('are read when the ticket comes on screen', async () => {
    const { files, put, names } = setUp();
    put(ticket, ...numbers(1, 2));
    expect(files.list.value).toBeUndefined();
    files.show(ticket);
    expect(files.list.value).toMatchObject({ ticket, files: undefined, reading: true });
    await settle();
    expect(names()).toEqual(['2.txt', '1.txt']);
    expect(files.list.value).toMatchObject({ more: false, reading: false, trouble: undefined });
  });

  it('come page by page until there are no more', async () => {
    const { files, put, names } = setUp();
    put(ticket, ...numbers(1, 2, 3, 4, 5, 6, 7));
    files.show(ticket);
    await settle();
    expect(files.list.value?.more).toBe(true);
    await files.readOlder();
    await files.readOlder();
    expect(names()).toEqual(['7.txt', '6.txt', '5.txt', '4.txt', '3.txt', '2.txt', '1.txt']);
    expect(files.list.value?.more).toBe(false);
  });

  it('keep the older pages when the newest are read again', async () => {
    const { files, put, take, names } = setUp();
    put(ticket, ...numbers(1, 2, 3, 4, 5));
    files.show(ticket);
    await settle();
    await files.readOlder();
    put(ticket, ...numbers(6));
    take(ticket, 'f5');
    await files.refresh();
    expect(names()).toEqual(['6.txt', '4.txt', '3.txt', '2.txt', '1.txt']);
  });

  it('tell which of them others have deleted, and of none that was only not read again', async () => {
    const { files, put, take, script, removed } = setUp();
    put(ticket, ...numbers(1, 2, 3, 4, 5));
    files.show(ticket);
    await settle();
    await files.readOlder();
    put(ticket, ...numbers(6));
    take(ticket, 'f5');
    take(ticket, 'f1');
    await files.refresh();
    expect(removed).toEqual(['f5']);
    script.trouble = { kind: 'busy', message: 'later' };
    take(ticket, 'f4');
    await files.refresh();
    expect(removed).toEqual(['f5']);
    script.trouble = undefined;
    await files.refresh();
    expect(removed).toEqual(['f5', 'f4']);
  });

  it('never mix with those of another ticket, however late they come', async () => {
    const { files, put, names, holdBack } = setUp();
    put(ticket, ...numbers(1));
    put(otherTicket, ...numbers(2));
    const release = holdBack();
    files.show(ticket);
    await settle();
    files.show(otherTicket);
    expect(names()).toBeUndefined();
    await release();
    expect(names()).toEqual(['2.txt']);
    files.show(ticket);
    expect(names()).toEqual(['1.txt']);
  });

  it('say why they could not be read, and come with the next try', async () => {
    const { files, put, names, script } = setUp();
    put(ticket, ...numbers(1));
    script.trouble = { kind: 'busy', message: 'later' };
    files.show(ticket);
    await settle();
    expect(files.list.value).toMatchObject({ files: undefined, trouble: { kind: 'busy' }, reading: false });
    script.trouble = undefined;
    await files.refresh();
    expect(names()).toEqual(['1.txt']);
    expect(files.list.value?.trouble).toBeUndefined();
  });

  it('change at once when the service has changed them', async () => {
    const { files, put, calls, removed } = setUp();
    put(ticket, ...numbers(1, 2));
    files.show(ticket);
    await settle();
    expect(await files.setVisibility(ticket, fileOnTicket(1), true)).toEqual({ kind: 'done' });
    expect(files.list.value?.files?.map(({ isPublic }) => isPublic)).toEqual([false, true]);
    expect(await files.remove(ticket, 'f2')).toEqual({ kind: 'done' });
    expect(files.list.value?.files?.map(({ id }) => id)).toEqual(['f1']);
    expect(removed).toEqual(['f2']);
    expect(calls.filter((call) => call.startsWith('list'))).toHaveLength(1);
  });

  it('do not come back by a list that was asked for before', async () => {
    const { files, put, names, calls, script, holdBack } = setUp();
    put(ticket, ...numbers(1, 2));
    files.show(ticket);
    await settle();
    const release = holdBack();
    const refreshing = files.refresh();
    await settle();
    script.hold = undefined;
    await files.remove(ticket, 'f2');
    await release();
    await refreshing;
    expect(names()).toEqual(['1.txt']);
    expect(calls.filter((call) => call.startsWith('list'))).toHaveLength(3);
  });

  it('drop one that has gone, and are asked again where the end of a change is not clear', async () => {
    const { files, put, take, names, script, calls } = setUp();
    put(ticket, ...numbers(1, 2));
    files.show(ticket);
    await settle();
    take(ticket, 'f2');
    expect(await files.remove(ticket, 'f2')).toEqual({ kind: 'gone' });
    expect(names()).toEqual(['1.txt']);
    script.trouble = { kind: 'unavailable', message: 'no answer' };
    expect(await files.remove(ticket, 'f1')).toMatchObject({ kind: 'unavailable' });
    await settle();
    expect(names()).toEqual(['1.txt']);
    expect(calls.at(-1)).toBe('list 7 0');
  });

  it('are waited for no longer than told', async () => {
    const { files, put, clock, holdBack } = setUp();
    put(ticket, ...numbers(1));
    const release = holdBack();
    expect(await clock.run(files.known(ticket, 1500))).toEqual([]);
    await release();
    expect(await files.known(ticket, 1500)).toHaveLength(1);
  });

  it('are read further for whoever asks what there is, up to some pages', async () => {
    const { files, put, clock, calls } = setUp();
    put(ticket, ...numbers(1, 2, 3, 4, 5, 6, 7));
    put(otherTicket, ...Array.from({ length: 30 }, (_, at) => fileOnTicket(at)));
    files.show(ticket);
    await settle();
    expect(await clock.run(files.known(ticket, 1500))).toHaveLength(7);
    expect(await clock.run(files.known(otherTicket, 1500))).toHaveLength(15);
    expect(await clock.run(files.known(otherTicket, 1500))).toHaveLength(15);
    expect(calls.filter((call) => call.startsWith('list 8'))).toHaveLength(5);
  });

  it('are known as far as they could be read', async () => {
    const { files, put, script, calls } = setUp();
    put(ticket, ...numbers(1, 2, 3, 4, 5));
    files.show(ticket);
    await settle();
    script.trouble = { kind: 'busy', message: 'later' };
    expect(await files.known(ticket, 1500)).toHaveLength(3);
    expect(calls).toEqual(['list 7 0', 'list 7 3']);
  });
});
