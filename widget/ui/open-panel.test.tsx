import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Host, HostStart, Preferences, TicketReading } from '../hosts/host.ts';
import { createPhotos } from '../photos/photos.ts';
import { createQueue } from '../queue/queue.ts';
import { createErrands, deskRoute } from '../queue/testing.ts';
import { openPanel } from './open-panel.tsx';
import type { Workings } from './panel.tsx';
import { parts } from './panel-parts.ts';

const root = document.createElement('div');
const configuration = new Map([['gatewayurl', 'https://anexo.example.com']]);

function createHost(locale: string) {
  let change = (_: Preferences) => {};
  const host: Host = {
    product: 'desk',
    locale,
    dataCentre: 'com',
    preferences: { appearance: 'dark', accent: 'green' },
    translations: new Map(),
    readTicket: async (): Promise<TicketReading> => ({ kind: 'ticket', ticket: { id: '7', number: '1042' } }),
    readOrganisation: async () => '1',
    readUser: async () => undefined,
    readConfiguration: async () => configuration,
    onTicketChange: () => () => {},
    onPreferences(listener) {
      change = listener;
      return () => {};
    },
    request: async () => ({ kind: 'failure', message: 'not in this test' }),
    notify: async () => {},
  };
  return { host, changePreferences: (preferences: Preferences) => change(preferences) };
}

function connect(): Workings {
  const photos = createPhotos({
    storage: () => sessionStorage,
    reducer: { prepare: async () => {}, reduce: async (file) => file },
  });
  return {
    queue: createQueue({ routes: [deskRoute], deliver: createErrands().deliver }),
    photos,
    problems: [],
    keeping: {
      news: { standing: signal('kept'), lost: signal({ expired: [], broken: 0 }) },
      offline: signal(false),
      photos,
    },
    notify: async () => {},
  };
}

async function open(
  start: HostStart,
  workings: (host: Host, configuration: ReadonlyMap<string, string>) => Workings = connect,
) {
  const early = document.createElement('input');
  early.id = 'early';
  document.body.replaceChildren(early, root);
  root.innerHTML = '<main class="skeleton"></main>';
  await act(() => openPanel(root, Promise.resolve(start), async () => ({ parts, connect: workings })));
}

afterEach(() => {
  render(null, root);
});

describe('openPanel', () => {
  it('shows the panel in place of the skeleton', async () => {
    await open({ kind: 'ready', host: createHost('en').host });
    expect(root.querySelector('.skeleton')).toBeNull();
    expect(root.querySelectorAll('main')).toHaveLength(1);
    expect(root.querySelector('h1')?.textContent).toBe('Attach to ticket #1042');
  });

  it('speaks the language of the product', async () => {
    await open({ kind: 'ready', host: createHost('pt_BR').host });
    expect(root.querySelector('h1')?.textContent).toBe('Anexar ao tíquete nº\u00a01042');
    expect(document.documentElement.lang).toBe('pt');
  });

  it('looks as the product’s user wants it, also when that changes', async () => {
    const { host, changePreferences } = createHost('en');
    await open({ kind: 'ready', host });
    expect({ ...document.documentElement.dataset }).toEqual({ appearance: 'dark', accent: 'green' });
    changePreferences({ appearance: 'light', accent: 'red' });
    expect({ ...document.documentElement.dataset }).toEqual({ appearance: 'light', accent: 'red' });
  });

  it('hands host and configuration to what makes the queue', async () => {
    const { host } = createHost('en');
    const workings = vi.fn(connect);
    await open({ kind: 'ready', host }, workings);
    expect(workings).toHaveBeenCalledExactlyOnceWith(host, configuration);
  });

  it.each([
    ['no-sdk', 'Zoho’s script did not load'],
    ['outside', 'This panel belongs in Zoho'],
    ['unloaded', 'A part of the panel did not load'],
  ] as const)('says so when it cannot start (%s)', async (kind, title) => {
    await open({ kind });
    expect(root.querySelector('h1')?.textContent).toBe(title);
    expect(root.querySelector('button')).toBeNull();
    expect(document.querySelector('input')).toBeNull();
  });

  it('is there before the product has answered, in the browser’s language', async () => {
    document.body.replaceChildren(root);
    root.innerHTML = '<main class="skeleton"></main>';
    const browser = vi.spyOn(navigator, 'language', 'get').mockReturnValue('pt-BR');
    let answer = (_: HostStart) => {};
    const starting = new Promise<HostStart>((resolve) => {
      answer = resolve;
    });
    void openPanel(root, starting, async () => ({ parts, connect }));
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Lendo o tíquete…'));
    expect(root.querySelector('.skeleton')).toBeNull();
    await act(async () => answer({ kind: 'ready', host: createHost('de').host }));
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('An Ticket #1042 anhängen'));
    expect(root.querySelectorAll('main')).toHaveLength(1);
    browser.mockRestore();
  });
});
