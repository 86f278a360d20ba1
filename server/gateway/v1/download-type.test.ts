import { expect, it } from 'vitest';
import { downloadType } from './download-type.ts';

const bytes = 'application/octet-stream';

it.each([
  ['application/pdf', 'application/pdf'],
  ['image/png', 'image/png'],
  ['text/html', bytes],
  ['image/svg+xml', bytes],
  ['application/x-msdownload', bytes],
  ['application/x-sh', bytes],
  ['text/javascript', bytes],
  ['application/x-nobody-knows', bytes],
  ['', bytes],
  [undefined, bytes],
])('%s is given as %s', (mimeType, type) => {
  expect(downloadType(mimeType)).toBe(type);
});
