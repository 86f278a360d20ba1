import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createContentShelf } from '../../attachments/content-shelf.ts';
import { createIntake } from '../../attachments/intake.ts';
import { createScriptedAttachments, fileOnTicket, otherTicket, settle, ticket } from '../../attachments/testing.ts';
import type { AttachmentContents } from '../../attachments/ticket-attachments.ts';
import { createTicketFiles } from '../../attachments/ticket-files.ts';
import { createManualClock } from '../../manual-clock.ts';
import { createQueue } from '../../queue/queue.ts';
import { createErrands, deskRoute } from '../../queue/testing.ts';
import { HeldFiles } from './held-files.tsx';
import { TicketFileList } from './ticket-file-list.tsx';

interface Scene {
  readonly contents?: AttachmentContents;
  readonly opens?: boolean;
  readonly count?: number;
  readonly pageSize?: number;
}

async function mount({ contents, opens = true, count = 3, pageSize = 100 }: Scene = {}) {
  const service = createScriptedAttachments();
  service.put(ticket, ...Array.from({ length: count }, (_, at) => fileOnTicket(at + 1)));
  const files = createTicketFiles({ attachments: service.attachments, clock: createManualClock(), pageSize });
  const { deliver, errands } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver, atOnce: 20 });
  const shelf = createContentShelf(contents ? [contents] : []);
  const intake = createIntake({ queue, files, contents: shelf });
  const said: string[] = [];
  const onScreen = signal(ticket);
  const waiting = signal(0);
  const onTicket = {
    files,
    contents: shelf,
    openInProduct: async () => opens,
    intake,
    news: signal(''),
    say: (text: string) => void said.push(text),
  };
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  onTestFinished(() => act(() => render(null, root)));
  const Scene = () => {
    const keepFocus = () => root.querySelector<HTMLElement>('#lasting')?.focus();
    return (
      <>
        <button type="button" id="lasting">
          stays
        </button>
        <HeldFiles onTicket={onTicket} ticket={onScreen.value} waiting={waiting.value} keepFocus={keepFocus} />
        <TicketFileList ticket={onScreen.value} keepFocus={keepFocus} onTicket={onTicket} />
      </>
    );
  };
  await act(() => render(<Scene />, root));
  await act(settle);

  const buttons = () => [...root.querySelectorAll('button')];
  const button = (name: string) =>
    buttons().find((one) => (one.getAttribute('aria-label') ?? one.textContent?.trim()) === name);
  return {
    ...service,
    root,
    files,
    intake,
    waiting,
    errands,
    said,
    button,
    focused: () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id,
    names: () => [...root.querySelectorAll('.attachments .file-name > .hidden')].map((one) => one.textContent),
    text: () => (root.textContent ?? '').replace(/[\u00a0\u202f]/g, ' '),
    /** As a person does: the focus goes along. */
    async press(name: string) {
      const found = button(name);
      if (!found)
        throw new Error(
          `no button ${name}: ${buttons()
            .map((one) => one.getAttribute('aria-label'))
            .join()}`,
        );
      await act(async () => {
        found.focus();
        found.click();
        await settle();
      });
      await act(settle);
    },
    key: (key: string) =>
      act(() => {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      }),
    moveTo: async (next: typeof ticket) => {
      await act(() => {
        onScreen.value = next;
      });
    },
    wait: () => act(settle),
    /** Waits until there are so many rows, which are made a few at a time. */
    async grow(wanted: number) {
      const rows = () => root.querySelectorAll('.attachments li').length;
      for (let before = -1; before < rows(); ) {
        before = rows();
        await act(settle);
      }
      expect(rows()).toBe(wanted);
    },
    take: (...given: File[]) => act(() => intake.take(given, ticket)),
  };
}

const textFile = (name: string) => new File([`content of ${name}`], name, { type: 'text/plain' });
const holding = (content: string): AttachmentContents => ({
  offers: () => true,
  read: async () => new Blob([content]),
});

describe('the files on the ticket', () => {
  it('may be links: with where they lead, to be opened and not fetched', async () => {
    const { root, files, put, text, press, button } = await mount({ contents: holding('x'), count: 0 });
    const link = 'https://shop.example.com/2026';
    put(ticket, fileOnTicket(1, { name: 'Catalogue.pdf', size: 0, isPublic: undefined, link }));
    await act(() => files.refresh());
    expect(text()).toContain('shop.example.com');
    expect(text()).not.toMatch(/byte|internal/i);
    await press('Actions for Catalogue.pdf');
    const opener = root.querySelector<HTMLAnchorElement>('a.choice');
    expect(opener?.href).toBe(link);
    expect(opener?.rel).toBe('noreferrer');
    expect(opener?.getAttribute('aria-label')).toBe('Open link: Catalogue.pdf');
    expect(button('Download: Catalogue.pdf')).toBeUndefined();
    expect(button('Preview: Catalogue.pdf')).toBeUndefined();
    expect(button('Delete: Catalogue.pdf')).toBeDefined();
  });

  it('keep the oldest in work where a new one comes above it', async () => {
    const { root, put, files, grow, press } = await mount({ count: 20, contents: holding('oldest') });
    await grow(20);
    await press('Actions for 1.txt');
    await press('Preview: 1.txt');
    await vi.waitFor(() => expect(root.querySelector('pre')?.textContent).toBe('oldest'));
    const shown = root.querySelector('pre');
    put(ticket, fileOnTicket(21));
    await act(() => files.refresh());
    await grow(21);
    expect(root.querySelector('pre')).toBe(shown);
  });

  it('are a list with name, size, who, when and who sees them', async () => {
    const { root, names, text } = await mount();
    expect(names()).toEqual(['3.txt', '2.txt', '1.txt']);
    expect(root.querySelectorAll('section.attachments > ul > li')).toHaveLength(3);
    const row = root.querySelector('li');
    expect(row?.querySelector('time')?.getAttribute('datetime')).toBe(fileOnTicket(3).createdTime);
    expect(row?.textContent?.replace(/\u00a0/g, ' ')).toContain('10 bytesAna');
    expect(row?.textContent).toContain('Internal');
    expect(text()).toContain('On the ticket 3');
  });

  it('never become mark-up', async () => {
    const { root, put, files, wait } = await mount();
    put(ticket, fileOnTicket(9, { name: '<img src=x onerror=alert(1)>.txt', creator: '<b>Eve</b>' }));
    await files.refresh();
    await wait();
    expect(root.querySelector('img, b')).toBeNull();
    expect(root.textContent).toContain('<b>Eve</b>');
  });

  it('say that there are none', async () => {
    expect((await mount({ count: 0 })).text()).toContain('No files on this ticket yet.');
  });

  it('show older ones on demand, and keep the focus when there are no more', async () => {
    const { press, grow, button, focused } = await mount({ count: 105 });
    await grow(100);
    await press('Show older files');
    await grow(105);
    expect(button('Show older files')).toBeUndefined();
    // The last of those that were there: the older ones come after it.
    expect(focused()).toBe('Actions for 6.txt');
  });

  it('show another ticket’s at once, and never those of the one that was left', async () => {
    const { moveTo, put, names, wait, text } = await mount();
    put(otherTicket, fileOnTicket(8));
    await moveTo(otherTicket);
    expect(names()).toEqual([]);
    expect(text()).toContain('Reading the files on the ticket…');
    await wait();
    expect(names()).toEqual(['8.txt']);
    await moveTo(ticket);
    expect(names()).toEqual(['3.txt', '2.txt', '1.txt']);
  });

  it.each([
    ['unauthorized', 'is not authorized'],
    ['busy', 'Zoho is busy'],
    ['unavailable', 'could not be read'],
  ] as const)(
    'say quietly that they could not be read (%s), with a retry that keeps the focus',
    async (kind, words) => {
      const { files, script, wait, text, press, names, focused } = await mount();
      script.trouble = { kind, message: 'no' };
      await files.refresh();
      await wait();
      expect(text()).toContain(words);
      expect(names()).toHaveLength(3);
      script.trouble = undefined;
      await press('Try again');
      expect(text()).not.toContain(words);
      expect(focused()).toBe('lasting');
    },
  );
});

describe('what can be done with a file on the ticket', () => {
  it('opens and closes by the button and by Escape', async () => {
    const { press, button, key, focused } = await mount();
    expect(button('Actions for 2.txt')?.getAttribute('aria-expanded')).toBe('false');
    await press('Actions for 2.txt');
    expect(button('Actions for 2.txt')?.getAttribute('aria-expanded')).toBe('true');
    button('Delete: 2.txt')?.focus();
    await key('Escape');
    expect(button('Delete: 2.txt')).toBeUndefined();
    expect(focused()).toBe('Actions for 2.txt');
  });

  it('is shown for one file at a time', async () => {
    const { press, button } = await mount();
    await press('Actions for 2.txt');
    await press('Actions for 1.txt');
    expect(button('Delete: 2.txt')).toBeUndefined();
    expect(button('Delete: 1.txt')).toBeDefined();
  });

  it('shows it to the customer and hides it, and tells once', async () => {
    const { press, said, root } = await mount();
    await press('Actions for 2.txt');
    await press('Show to customer: 2.txt');
    expect(root.querySelectorAll('[data-public=true]')).toHaveLength(1);
    await press('Hide from customer: 2.txt');
    expect(said).toEqual(['2.txt is now visible to the customer.', '2.txt is now internal.']);
  });

  it('deletes only after a question that begins at the harmless answer', async () => {
    const { press, names, focused, calls, text } = await mount();
    await press('Actions for 2.txt');
    await press('Delete: 2.txt');
    expect(text()).toContain('Recycle Bin for 60 days');
    expect(focused()).toBe('Keep it: 2.txt');
    const question = document.activeElement?.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(question)?.textContent).toMatch(/^Delete this file/);
    await press('Keep it: 2.txt');
    expect(focused()).toBe('Delete: 2.txt');
    expect(document.activeElement?.hasAttribute('aria-describedby')).toBe(false);
    expect(names()).toHaveLength(3);
    expect(calls.some((call) => call.startsWith('remove'))).toBe(false);
  });

  it('moves the focus to the next file after one is deleted, then back, then to what stays', async () => {
    const { press, names, focused, said } = await mount();
    for (const [name, next] of [
      ['2.txt', 'Actions for 1.txt'],
      ['1.txt', 'Actions for 3.txt'],
      ['3.txt', 'lasting'],
    ]) {
      await press(`Actions for ${name}`);
      await press(`Delete: ${name}`);
      await press(`Delete: ${name}`);
      expect(names()).not.toContain(name);
      expect(focused()).toBe(next);
    }
    expect(said).toEqual(['2.txt was deleted.', '1.txt was deleted.', '3.txt was deleted.']);
  });

  it('says why it did not work, and leaves the file', async () => {
    const { press, names, script, text, said, focused } = await mount();
    script.trouble = { kind: 'unauthorized', message: 'no' };
    await press('Actions for 2.txt');
    await press('Delete: 2.txt');
    await press('Delete: 2.txt');
    expect(names()).toHaveLength(3);
    expect(text()).toContain('Not allowed');
    expect(said).toHaveLength(1);
    expect(focused()).toBe('Delete: 2.txt');
  });

  it('leaves the focus where it went while a file was deleted in vain', async () => {
    const { press, script, button, wait, holdBack, focused } = await mount();
    script.trouble = { kind: 'busy', message: 'no' };
    const release = holdBack();
    await press('Actions for 2.txt');
    await press('Delete: 2.txt');
    await press('Delete: 2.txt');
    button('Actions for 1.txt')?.focus();
    await act(release);
    await wait();
    expect(button('Keep it: 2.txt')).toBeUndefined();
    expect(focused()).toBe('Actions for 1.txt');
  });

  describe('takes the keyboard from nobody who types in the page around the panel meanwhile', () => {
    async function deleteAndGo(trouble?: 'busy') {
      const scene = await mount();
      if (trouble) scene.script.trouble = { kind: trouble, message: 'no' };
      const release = scene.holdBack();
      await scene.press('Actions for 2.txt');
      await scene.press('Delete: 2.txt');
      await scene.press('Delete: 2.txt');
      // In a frame that has lost the focus, its last element is the active one still.
      vi.spyOn(document, 'hasFocus').mockReturnValue(false);
      const focus = vi.spyOn(HTMLElement.prototype, 'focus');
      onTestFinished(() => void vi.restoreAllMocks());
      await act(release);
      await scene.wait();
      return { ...scene, focus };
    }

    it('where rows go', async () => {
      const { names, moveTo, focus } = await deleteAndGo();
      expect(names()).not.toContain('2.txt');
      await moveTo(otherTicket);
      expect(names()).toEqual([]);
      expect(focus).not.toHaveBeenCalled();
    });

    it('where a file could not be deleted', async () => {
      const { button, focus } = await deleteAndGo('busy');
      expect(button('Delete: 2.txt')).toBeDefined();
      expect(button('Keep it: 2.txt')).toBeUndefined();
      expect(focus).not.toHaveBeenCalled();
    });
  });

  it.each(['Download', 'Preview'])(
    'keeps %s, on which the focus is, where it turns out not to work',
    async (action) => {
      const works = signal(true);
      const read = async () => {
        works.value = false;
        return undefined;
      };
      const { press, button, focused, text } = await mount({ contents: { offers: () => works.value, read } });
      await press('Actions for 2.txt');
      expect(button('Open in Desk: 2.txt')).toBeUndefined();
      await press(`${action}: 2.txt`);
      await vi.waitFor(() => expect(text()).toContain('could not be fetched'));
      expect(focused()).toBe(action === 'Preview' ? 'Close preview: 2.txt' : 'Download: 2.txt');
      expect(button('Open in Desk: 2.txt')).toBeDefined();
      if (action === 'Preview') await press('Close preview: 2.txt');
      expect(text().includes('could not be fetched')).toBe(action === 'Download');
    },
  );

  it('opens it in Desk where its bytes cannot be had, and says where Desk does not', async () => {
    const { press, button, text } = await mount({ opens: false });
    await press('Actions for 2.txt');
    expect(button('Preview: 2.txt')).toBeUndefined();
    expect(button('Download: 2.txt')).toBeUndefined();
    await press('Open in Desk: 2.txt');
    expect(text()).toContain('Desk did not open it');
  });

  it.each([
    ['it is shown', 'text', 'Preview: 2.txt'],
    ['it cannot be shown', '\0\x01\x02', 'This file cannot be shown here. Download it to see it.'],
    [
      'its bytes cannot be had',
      undefined,
      'The file could not be fetched. Try again, or look in the ticket’s attachments.',
    ],
  ])('tells those who do not see it how a preview ends: %s', async (_, content, words) => {
    const read = async () => (content === undefined ? undefined : new Blob([content]));
    const { press, said } = await mount({ contents: { offers: () => true, read } });
    await press('Actions for 2.txt');
    await press('Preview: 2.txt');
    await vi.waitFor(() => expect(said).toEqual([words]));
  });

  it('tells those who do not see it that a picture cannot be shown after all', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==';
    const bytes = Uint8Array.from(atob(png), (one) => one.charCodeAt(0));
    const { press, said, root, put, files } = await mount({
      contents: { offers: () => true, read: async () => new Blob([bytes]) },
    });
    put(ticket, fileOnTicket(4, { name: '4.png' }));
    await act(() => files.refresh());
    await press('Actions for 4.png');
    await press('Preview: 4.png');
    await vi.waitFor(() => expect(root.querySelector('.preview img')).not.toBeNull());
    await act(() => void root.querySelector('.preview img')?.dispatchEvent(new Event('error')));
    expect(said).toEqual(['Preview: 4.png', 'This file cannot be shown here. Download it to see it.']);
  });

  it('shows a text as text', async () => {
    const { press, root, button } = await mount({ contents: holding('<img src=x onerror=alert(1)> & more') });
    await press('Actions for 2.txt');
    await press('Preview: 2.txt');
    expect(root.querySelector('pre')?.textContent).toBe('<img src=x onerror=alert(1)> & more');
    expect(root.querySelector('img')).toBeNull();
    await press('Close preview: 2.txt');
    expect(root.querySelector('pre')).toBeNull();
    expect(button('Download: 2.txt')).toBeDefined();
  });
});

/** Whether the browser would ask before it leaves the page. */
const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

describe('files that are looked at', () => {
  it('are not silent, and have the browser ask before it leaves the page', async () => {
    const { intake, waiting, holdBack, root, wait, text } = await mount();
    const release = holdBack();
    expect(text()).not.toContain('One moment…');
    const taking = intake.take([textFile('a.txt')], otherTicket);
    await wait();
    expect(root.querySelector('.hint')?.textContent).toBe('One moment…');
    expect(asks()).toBe(true);
    await act(() => {
      waiting.value = 1;
    });
    expect(root.querySelectorAll('.hint')).toHaveLength(1);
    await act(release);
    await act(() => taking);
    expect(root.querySelector('.hint')?.textContent).toBe('One moment…');
    await act(() => {
      waiting.value = 0;
    });
    expect(root.querySelector('.hint')).toBeNull();
    expect(asks()).toBe(false);
  });
});

describe('files that are already there', () => {
  it('wait for a choice, and say once what they double', async () => {
    const { take, button, errands, text, said } = await mount();
    await take(textFile('2.txt'), textFile('new.txt'));
    await take(textFile('NEW.txt'));
    expect(text()).toContain('Another file of this name is on the ticket.');
    expect(text()).toContain('A file of this name was already added.');
    expect(button('Replace: 2.txt')).toBeDefined();
    expect(button('Replace: NEW.txt')).toBeDefined();
    expect(said).toEqual([
      '1 file is already there. Choose what to do with it.',
      '2 files are already there. Choose what to do with them.',
    ]);
    expect(errands.map(({ consignment }) => consignment.file.name)).toEqual(['new.txt']);
  });

  it('go one by one, with the focus on the next', async () => {
    const { take, press, focused, errands, root } = await mount();
    await take(textFile('1.txt'), textFile('2.txt'));
    await press('Skip: 1.txt');
    expect(focused()).toBe('Skip: 2.txt');
    await press('Keep both: 2.txt');
    expect(focused()).toBe('lasting');
    expect(root.querySelector('.held')).toBeNull();
    expect(errands.map(({ consignment }) => consignment.file.name)).toEqual(['2.txt']);
  });

  it('have the browser ask before it leaves the page: no queue keeps them yet', async () => {
    const { take, press } = await mount();
    expect(asks()).toBe(false);
    await take(textFile('1.txt'));
    expect(asks()).toBe(true);
    await press('Skip: 1.txt');
    expect(asks()).toBe(false);
  });

  it('say which ticket they are for, where that is not the one on screen', async () => {
    const { take, moveTo, root } = await mount();
    const status = () => root.querySelector('.held .other-ticket')?.textContent;
    await take(textFile('1.txt'));
    expect(status()).toBeUndefined();
    await moveTo(otherTicket);
    expect(status()).toBe('Ticket #1042');
  });

  it('go all together', async () => {
    const { take, press, errands, focused } = await mount();
    await take(textFile('1.txt'), textFile('2.txt'));
    await press('Keep all');
    expect(errands).toHaveLength(2);
    expect(focused()).toBe('lasting');
  });

  it('say where the old one could not be deleted, in its row too', async () => {
    const { take, press, errands, script, said, root } = await mount();
    await take(textFile('1.txt'));
    await press('Replace: 1.txt');
    script.trouble = { kind: 'busy', message: 'no' };
    await act(() => errands[0]?.end({ kind: 'delivered', route: 'connector', attachmentId: 'f9' }));
    await act(settle);
    const words = 'A newer file took its place, but this one could not be deleted.';
    expect(said.at(-1)).toBe(`1.txt: ${words}`);
    expect(root.querySelector('.problem')).toBeNull();
    expect(root.querySelector('[data-id=f1]')?.textContent).toContain(words);
    expect(root.querySelector('[data-id=f2]')?.textContent).not.toContain(words);
  });
});

describe('a file that a newer one could not oust', () => {
  const lines = (root: HTMLElement) => [...root.querySelectorAll('.problem')].map((line) => line.textContent);
  const words = 'A newer file took its place, but this one could not be deleted.';

  async function leave(attachmentId?: string, pageSize = 100) {
    const scene = await mount({ count: 8, pageSize });
    const end = async (at: number, id?: string) => {
      const told = id === undefined ? {} : { attachmentId: id };
      await act(() => scene.errands[at]?.end({ kind: 'delivered', route: 'connector', ...told }));
      await act(settle);
    };
    await scene.take(textFile('a.txt'));
    await end(0, attachmentId);
    await scene.take(textFile('a.txt'));
    await scene.press('Replace: a.txt');
    scene.script.trouble = { kind: 'busy', message: 'no' };
    await end(1, 'new');
    scene.script.trouble = undefined;
    return scene;
  }

  it('is named above the list where nobody knows which it is there', async () => {
    const { root, moveTo } = await leave();
    expect(lines(root)).toEqual([`a.txt: ${words}`]);
    await moveTo(otherTicket);
    expect(lines(root)).toEqual([]);
  });

  it('is named above the list until that has its row', async () => {
    const { root, press, grow } = await leave('f3', 1);
    await grow(5);
    expect(lines(root)).toEqual([`a.txt: ${words}`]);
    await press('Show older files');
    await grow(6);
    expect(lines(root)).toEqual([]);
    expect(root.querySelector('[data-id=f3]')?.textContent).toContain(words);
  });

  it('is not named where the whole list does not have it any more', async () => {
    const { root, text, files, script, wait } = await leave('f9');
    expect(lines(root)).toEqual([]);
    script.trouble = { kind: 'unavailable', message: 'no' };
    await files.refresh();
    await wait();
    expect(text()).toContain('could not be read');
    expect(lines(root)).toEqual([`a.txt: ${words}`]);
  });
});

describe('five hundred files on the ticket', () => {
  it('are made a few at a time, and never again while nothing of them changes', async () => {
    const { root, files, names, grow, press } = await mount({ count: 500 });
    expect(names().length).toBeLessThan(100);
    for (let count = 100; count < 500; count += 100) {
      await grow(count);
      await press('Show older files');
    }
    await grow(500);
    const changed: Node[] = [];
    const watch = new MutationObserver((records) => changed.push(...records.map(({ target }) => target)));
    watch.observe(root.querySelector('.attachments > ul') ?? root, {
      subtree: true,
      childList: true,
      attributes: true,
    });
    await act(() => files.refresh());
    await act(settle);
    expect(changed).toEqual([]);
    await press('Actions for 499.txt');
    watch.disconnect();
    const rows = new Set(changed.map((node) => (node instanceof Element ? node.closest('li') : node.parentElement)));
    expect([...rows].map((row) => row?.getAttribute('data-id'))).toEqual(['f499']);
  });
});
