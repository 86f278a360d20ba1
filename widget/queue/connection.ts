import { type ReadonlySignal, signal } from '@preact/signals';

/** As much of the browser's window as is used. */
export interface ConnectedPage {
  readonly navigator: { readonly onLine: boolean };
  addEventListener(type: 'online' | 'offline', listener: () => void): void;
}

/** Whether the browser knows that it has no connection. */
export function watchOffline(page: ConnectedPage): ReadonlySignal<boolean> {
  const offline = signal(!page.navigator.onLine);
  page.addEventListener('offline', () => {
    offline.value = true;
  });
  page.addEventListener('online', () => {
    offline.value = false;
  });
  return offline;
}
