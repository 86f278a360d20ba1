import { describe, expect, it, vi } from 'vitest';
import { pngOf } from '../photos/testing.ts';
import { mayDraw, mayPreview, previewOf, shownTextBytes } from './previews.ts';

const png = new Uint8Array(pngOf(8, 8, 2));

describe('previewOf', () => {
  it('draws a picture as what it is, whatever it was declared as', async () => {
    const preview = await previewOf(new Blob([png], { type: 'text/html' }));
    expect(preview).toMatchObject({ kind: 'image' });
    expect(preview.kind === 'image' && preview.bytes.type).toBe('image/png');
  });

  it.each([
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '<?xml version="1.0"?><svg onload="alert(1)"/>',
    '<!doctype html><script>alert(1)</script>',
  ])('shows %s as text, never as a picture', async (markup) => {
    expect(await previewOf(new Blob([markup], { type: 'image/svg+xml' }))).toEqual({
      kind: 'text',
      text: markup,
      cut: false,
    });
  });

  it('shows the beginning of a long text', async () => {
    const preview = await previewOf(new Blob(['ä'.repeat(shownTextBytes)]));
    expect(preview).toMatchObject({ kind: 'text', cut: true });
    expect(preview.kind === 'text' && preview.text.length).toBe(shownTextBytes / 2);
  });

  it.each([
    ['a program', 'MZ\u0090\0\u0003'],
    ['a ZIP', 'PK\u0003\u0004'],
    ['nothing', ''],
  ])('shows nothing of %s', async (_, content) => {
    expect(await previewOf(new Blob([content]))).toEqual({ kind: 'none' });
  });

  it('shows a PDF as what it is, whatever it was declared as', async () => {
    const preview = await previewOf(new Blob(['%PDF-1.7\n'], { type: 'text/html' }));
    expect(preview.kind === 'pdf' && preview.bytes.type).toBe('application/pdf');
  });
});

describe('what may be shown by its name', () => {
  it.each([true, false])('a PDF where the browser shows PDFs (%s)', (enabled) => {
    vi.stubGlobal('navigator', { pdfViewerEnabled: enabled });
    expect(mayPreview('scan.PDF')).toBe(enabled);
    vi.unstubAllGlobals();
  });

  it.each([
    ['photo.JPG', true, true],
    ['log.txt', false, true],
    ['drawing.svg', false, true],
    ['photo.heic', false, false],
    ['unknown', false, false],
  ])('%s: drawn %s, shown %s', (name, drawn, shown) => {
    expect([mayDraw(name), mayPreview(name)]).toEqual([drawn, shown]);
  });
});
