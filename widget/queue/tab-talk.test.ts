import { expect, it } from 'vitest';
import { type Channel, createTabTalk, type Word } from './tab-talk.ts';

/** A channel whose other end is the test. */
function openChannel() {
  const said: unknown[] = [];
  const listeners: ((event: MessageEvent<unknown>) => void)[] = [];
  const channel: Channel = {
    postMessage: (data) => void said.push(data),
    addEventListener: (type, listener) => {
      expect(type).toBe('message');
      listeners.push(listener);
    },
  };
  const heard: Word[] = [];
  const talk = createTabTalk(channel);
  talk.onWord((word) => void heard.push(word));
  const hear = (data: unknown) => {
    for (const listener of listeners) listener(new MessageEvent('message', { data }));
  };
  return { said, heard, hear, talk };
}

const doings = ['queued', 'sending', 'refused', 'failed', 'unconfirmed'] as const;
const words: readonly Word[] = [
  { kind: 'hello' },
  ...doings.map((doing) => ({ kind: 'doing', id: 'a', doing }) as const),
  { kind: 'delivered', id: 'a', route: 'connector', ticketId: '7' },
  { kind: 'delivered', id: 'a', route: 'gateway', ticketId: '7', attachmentId: '9' },
];

it('says words as they are, and hears those of others', () => {
  const { said, heard, hear, talk } = openChannel();
  for (const word of words) {
    talk.say(word);
    hear(word);
  }
  expect(said).toEqual(words);
  expect(heard).toEqual(words);
});

it.each([
  undefined,
  'hello',
  { kind: 'order' },
  { kind: 'doing', id: 'a', doing: 'dancing' },
  { kind: 'doing', id: 1, doing: 'sending' },
  { kind: 'doing', doing: 'sending' },
  { kind: 'delivered', id: 1, route: 'connector', ticketId: '7' },
  { kind: 'delivered', id: 'a', route: 'mail', ticketId: '7' },
  { kind: 'delivered', id: 'a', route: 'connector', ticketId: 7 },
  { kind: 'delivered', id: 'a', route: 'connector', ticketId: '7', attachmentId: 9 },
])('passes over %j', (data) => {
  const { heard, hear } = openChannel();
  hear(data);
  expect(heard).toEqual([]);
});
