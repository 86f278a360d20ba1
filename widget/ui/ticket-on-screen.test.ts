import { describe, expect, it } from 'vitest';
import type { TicketReading } from '../hosts/host.ts';
import { createManualClock } from '../manual-clock.ts';
import { slowReadingMs, watchTicket } from './ticket-on-screen.ts';

const first: TicketReading = { kind: 'ticket', ticket: { id: '1', number: '1041' } };
const second: TicketReading = { kind: 'ticket', ticket: { id: '2', number: '1042' } };

function setUp() {
  const clock = createManualClock();
  const readings: { resolve(reading: TicketReading): void; reject(error: Error): void }[] = [];
  let change = () => {};
  const host = {
    readTicket: () =>
      new Promise<TicketReading>((resolve, reject) => {
        readings.push({ resolve, reject });
      }),
    onTicketChange(listener: () => void) {
      change = listener;
      return () => {};
    },
  };
  return { clock, readings, watch: watchTicket(host, clock), changeTicket: () => change() };
}

describe('watchTicket', () => {
  it('reads at once', async () => {
    const { watch, readings, clock } = setUp();
    expect(watch.onScreen.peek()).toEqual({ kind: 'reading', slow: false });
    readings[0]?.resolve(first);
    await clock.advance(0);
    expect(watch.onScreen.peek()).toEqual(first);
  });

  it('says that a reading is slow, and takes its answer all the same', async () => {
    const { watch, readings, clock } = setUp();
    await clock.advance(slowReadingMs);
    expect(watch.onScreen.peek()).toEqual({ kind: 'reading', slow: true });
    readings[0]?.resolve(first);
    await clock.advance(slowReadingMs);
    expect(watch.onScreen.peek()).toEqual(first);
  });

  it('has no ticket while the next one is read', async () => {
    const { watch, readings, clock, changeTicket } = setUp();
    readings[0]?.resolve(first);
    await clock.advance(0);
    expect(watch.changes.peek()).toBe(0);
    changeTicket();
    expect(watch.onScreen.peek()).toEqual({ kind: 'reading', slow: false });
    readings[1]?.resolve(second);
    await clock.advance(0);
    expect(watch.onScreen.peek()).toEqual(second);
    expect(watch.changes.peek()).toBe(1);
  });

  it('forgets the answer to an older question', async () => {
    const { watch, readings, clock, changeTicket } = setUp();
    changeTicket();
    readings[1]?.resolve(second);
    await clock.advance(0);
    readings[0]?.resolve(first);
    await clock.advance(slowReadingMs);
    expect(watch.onScreen.peek()).toEqual(second);
  });

  it('reads again when asked', async () => {
    const { watch, readings, clock } = setUp();
    readings[0]?.resolve({ kind: 'unreadable', message: 'no' });
    await clock.advance(0);
    expect(watch.onScreen.peek()).toEqual({ kind: 'unreadable', message: 'no' });
    watch.read();
    expect(watch.changes.peek()).toBe(0);
    readings[1]?.resolve(first);
    await clock.advance(0);
    expect(watch.onScreen.peek()).toEqual(first);
  });

  it('counts a reading that threw as unreadable', async () => {
    const { watch, readings, clock } = setUp();
    readings[0]?.reject(new Error('broken'));
    await clock.advance(0);
    expect(watch.onScreen.peek()).toEqual({ kind: 'unreadable', message: 'broken' });
  });
});
