import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { startDesk } from './desk.ts';
import { createFakeZohoDesk, never } from './fake-zohodesk.ts';

const framed = { parent: {} };

describe('startDesk', () => {
  it('calls onload once, synchronously, and gives every caller the same start', async () => {
    const fake = createFakeZohoDesk();
    const page = { ...framed, ZOHODESK: fake.ZOHODESK };
    const starts = [startDesk(page), startDesk(page)];
    expect(fake.counts.onload).toBe(1);
    fake.register();
    const [first, second] = await Promise.all(starts);
    expect(first).toBe(second);
    expect(await startDesk(page)).toBe(first);
    expect(fake.counts.onload).toBe(1);
  });

  it.each([undefined, null, {}, { extension: {} }, 'ZOHODESK'])(
    'sees that the SDK is missing: %j',
    async (ZOHODESK) => {
      expect(await startDesk({ ...framed, ZOHODESK })).toEqual({ kind: 'no-sdk' });
    },
  );

  it('sees that nothing frames it', async () => {
    const fake = createFakeZohoDesk();
    const page: { ZOHODESK: unknown; parent: unknown } = { ZOHODESK: fake.ZOHODESK, parent: undefined };
    page.parent = page;
    expect(await startDesk(page)).toEqual({ kind: 'outside' });
    expect(fake.counts.onload).toBe(0);
  });

  it('is outside Zoho when no page registers it within 15 seconds', async () => {
    const clock = createManualClock();
    const starting = startDesk({ ...framed, ZOHODESK: createFakeZohoDesk().ZOHODESK }, { clock });
    let ended = false;
    void starting.then(() => {
      ended = true;
    });
    await clock.advance(14_999);
    expect(ended).toBe(false);
    await clock.advance(1);
    expect(await starting).toEqual({ kind: 'outside' });
  });

  it('is outside Zoho when onload throws', async () => {
    const ZOHODESK = {
      extension: {
        onload() {
          throw new Error('broken');
        },
      },
      get: never,
      request: never,
      notify: never,
    };
    expect(await startDesk({ ...framed, ZOHODESK })).toEqual({ kind: 'outside' });
  });
});
