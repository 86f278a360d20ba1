import { describe, expect, it } from 'vitest';
import { createI18n } from './i18n.ts';
import './later-texts.ts';
import { filesOfPaste } from './pasted.ts';

const { t } = createI18n('en');
const at = (seconds: number) => new Date(2026, 10, 21, 9, 5, seconds);
const made = (name: string, type: string, time: Date) => new File(['x'], name, { type, lastModified: time.getTime() });
/** As browsers make one of what is in the clipboard: when it is pasted. */
const file = (name: string, type: string) => made(name, type, at(0));
const names = (seconds: number, ...given: File[]) => filesOfPaste(given, t, at(seconds)).map(({ name }) => name);

describe('filesOfPaste', () => {
  it('gives a picture without a name of its own a dated one', () => {
    expect(names(3, file('image.png', 'image/png'))).toEqual(['Screenshot 2026-11-21 09.05.03.png']);
    expect(names(3, file('', 'image/jpeg'))).toEqual(['Screenshot 2026-11-21 09.05.03.jpg']);
  });

  it('takes one picture in several formats for one file', () => {
    expect(names(4, file('image.bmp', 'image/bmp'), file('image.png', 'image/png'))).toEqual([
      'Screenshot 2026-11-21 09.05.04.png',
    ]);
  });

  it('keeps the names of files that have one, and leaves out their icon', () => {
    expect(names(5, file('a.pdf', 'application/pdf'), file('b.png', 'image/png'))).toEqual(['a.pdf', 'b.png']);
    expect(names(5, file('a.pdf', 'application/pdf'), file('image.png', 'image/png'))).toEqual(['a.pdf']);
  });

  it('takes for files what was there before, whatever its name', () => {
    const yesterday = new Date(2026, 10, 20);
    const copied = ['image.jpg', 'image.png'].map((name) => made(name, 'image/png', yesterday));
    expect(names(5, file('a.pdf', 'application/pdf'), ...copied)).toEqual(['a.pdf', 'image.jpg', 'image.png']);
    expect(names(5, ...copied)).toEqual(['image.jpg', 'image.png']);
  });

  it('gives two pictures of one second two names', () => {
    const picture = file('image.png', 'image/png');
    expect([7, 7, 8].flatMap((seconds) => names(seconds, picture))).toEqual([
      'Screenshot 2026-11-21 09.05.07.png',
      'Screenshot 2026-11-21 09.05.07 (2).png',
      'Screenshot 2026-11-21 09.05.08.png',
    ]);
  });

  it('keeps type and bytes', async () => {
    const [pasted] = filesOfPaste([file('image.png', 'image/png')], t, at(6));
    expect(pasted?.type).toBe('image/png');
    expect(await pasted?.text()).toBe('x');
  });
});
