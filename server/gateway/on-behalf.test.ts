import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { crmLimits } from '../../contract/limits.ts';
import { type Call, capabilities, type Destination } from '../destinations/destination.ts';
import { onBehalfOf } from './on-behalf.ts';

const { signal } = new AbortController();
const notFound = { kind: 'not-found' } as const;

it('makes every call for its caller, and hands on all that comes with it', async () => {
  const noted: unknown[] = [];
  const note = <End>(end: End) => {
    return async (...given: readonly [...unknown[], Call]): Promise<End> => {
      noted.push(given);
      return end;
    };
  };
  const file = { name: 'a.pdf', mimeType: 'application/pdf', size: 1, stream: Readable.from(['x']) };
  const page = { offset: 0, limit: 10 };
  const one = onBehalfOf('7', {
    kind: 'zoho-crm',
    limits: crmLimits,
    can: new Set(capabilities),
    findTicket: note(notFound),
    upload: note({ kind: 'delivered' }),
    list: note({ kind: 'listed', attachments: [] }),
    read: note(notFound),
    content: note(notFound),
    remove: note(notFound),
    setVisibility: note(notFound),
    uploadLink: note({ kind: 'delivered' }),
  });
  await one.findTicket({ zoho_id: '1' }, { signal });
  await one.upload('1', file, { signal });
  await one.list?.('1', page, { signal });
  await one.read?.('1', '2', { signal });
  await one.content?.('1', '2', { signal });
  await one.remove?.('1', '2', { signal });
  await one.setVisibility?.('1', '2', true, { signal });
  await one.uploadLink?.('1', 'https://example.com', { signal });
  const by = { signal, caller: '7' };
  expect(noted).toEqual([
    [{ zoho_id: '1' }, by],
    ['1', file, by],
    ['1', page, by],
    ['1', '2', by],
    ['1', '2', by],
    ['1', '2', by],
    ['1', '2', true, by],
    ['1', 'https://example.com', by],
  ]);
});

it('can do no more than the destination', () => {
  const plain: Destination = {
    kind: 'oms',
    limits: crmLimits,
    can: new Set(),
    findTicket: async () => notFound,
    upload: async () => ({ kind: 'delivered' }),
  };
  expect(Object.keys(onBehalfOf('7', plain)).toSorted()).toEqual(Object.keys(plain).toSorted());
});
