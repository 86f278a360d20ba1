import { describe, expect, it } from 'vitest';
import { createI18n } from './i18n.ts';
import './later-texts.ts';
import { filesOfPaste } from './pasted.ts';

const now = new Date(2026, 10, 21, 9, 5, 3);
const { t } = createI18n('en');
const file = (name: string, type: string) => new File(['x'], name, { type });
const names = (...given: File[]) => filesOfPaste(given, t, now).map(({ name }) => name);

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
    const [pasted] = filesOfPaste([file('image.png', 'image/png')], t, now);
    expect(pasted?.type).toBe('image/png');
    expect(await pasted?.text()).toBe('x');
  });
});
