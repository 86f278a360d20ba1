import { describe, expect, it } from 'vitest';
import { timeForName } from './dated-name.ts';
import { filesOfPaste, watchPaste } from './pasted.ts';

const now = new Date(2026, 10, 21, 9, 5, 3);
const nameAt = (time: Date) => `Screenshot ${timeForName(time)}`;
const file = (name: string, type: string) => new File(['x'], name, { type });
const names = (...given: File[]) => filesOfPaste(given, nameAt, now).map(({ name }) => name);

describe('filesOfPaste', () => {
  it('gives a picture without a name of its own a dated one', () => {
    expect(names(file('image.png', 'image/png'))).toEqual(['Screenshot 2026-11-21 09.05.03.png']);
    expect(names(file('', 'image/jpeg'))).toEqual(['Screenshot 2026-11-21 09.05.03.jpg']);
  });

  it('takes one picture in several formats for one file', () => {
    expect(names(file('image.bmp', 'image/bmp'), file('image.png', 'image/png'))).toEqual([
      'Screenshot 2026-11-21 09.05.03.png',
    ]);
  });

  it('keeps the names of files that have one, and leaves out their icon', () => {
    expect(names(file('a.pdf', 'application/pdf'), file('b.png', 'image/png'))).toEqual(['a.pdf', 'b.png']);
    expect(names(file('a.pdf', 'application/pdf'), file('image.png', 'image/png'))).toEqual(['a.pdf']);
  });

  it('keeps type and bytes', async () => {
    const [pasted] = filesOfPaste([file('image.png', 'image/png')], nameAt, now);
    expect(pasted?.type).toBe('image/png');
    expect(await pasted?.text()).toBe('x');
  });
});

describe('watchPaste', () => {
  it('takes files and leaves text alone, until it ends', () => {
    const taken: number[] = [];
    const end = watchPaste(document, (files) => taken.push(files.length));
    const paste = (files: readonly File[]) => {
      const event = new Event('paste', { bubbles: true, cancelable: true });
      Object.assign(event, { clipboardData: { files } });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(paste([file('a.txt', 'text/plain')])).toBe(true);
    expect(paste([])).toBe(false);
    end();
    expect(paste([file('a.txt', 'text/plain')])).toBe(false);
    expect(taken).toEqual([1]);
  });
});
