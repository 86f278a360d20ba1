import { expect, it } from 'vitest';
import { watchOffline } from './connection.ts';

it('follows what the browser says of its connection', () => {
  const page = Object.assign(new EventTarget(), { navigator: { onLine: true } });
  const offline = watchOffline(page);
  expect(offline.value).toBe(false);
  page.dispatchEvent(new Event('offline'));
  expect(offline.value).toBe(true);
  page.dispatchEvent(new Event('online'));
  expect(offline.value).toBe(false);
});

it('begins without a connection', () => {
  const page = Object.assign(new EventTarget(), { navigator: { onLine: false } });
  expect(watchOffline(page).value).toBe(true);
});
