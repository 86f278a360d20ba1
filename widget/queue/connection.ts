import { type ReadonlySignal, signal } from '@preact/signals';

/** Whether the browser knows that it has no connection. */
export function watchOffline(page: Window): ReadonlySignal<boolean> {
  const offline = signal(!page.navigator.onLine);
  page.addEventListener('offline', () => {
    offline.value = true;
  });
  page.addEventListener('online', () => {
    offline.value = false;
  });
  return offline;
}
