import { describe, expect, it } from 'vitest';
import { Limits } from '../../contract/limits.ts';
import { attachmentsSuite } from './attachments.suite.ts';
import { capabilities } from './destination.ts';
import { call, type DestinationCase, incoming, longSilence, pdf, settingOf } from './suite-setting.suite.ts';
import { uploadSuite } from './upload.suite.ts';

export { call, type DestinationCase, incoming, longSilence, pdf } from './suite-setting.suite.ts';

/** What every destination does; run against its stand-in. */
export function destinationSuite(name: string, given: DestinationCase): void {
  // A busy machine may take its time.
  describe(`${name} as a destination`, { timeout: 30_000 }, () => {
    const setting = settingOf(given);

    it('says what it takes, and lets the configuration change it', () => {
      const { destination, services } = setting();
      expect(destination.kind).toBe(name);
      expect(Limits.safeParse(destination.limits).success).toBe(true);
      const changed = given.open(services.url, { silenceMs: longSilence, limits: { fileBytes: 5 } });
      expect(changed.limits).toEqual({ ...destination.limits, fileBytes: 5 });
    });

    it('says whether it is let in', async () => {
      const { destination, services } = setting();
      if (!destination.checkAccess) return;
      expect(await destination.checkAccess()).toEqual({ kind: 'admitted' });
      const stranger = given.open(services.url, { silenceMs: longSilence, wrongSecret: true });
      expect(await stranger.checkAccess?.()).toMatchObject({ kind: 'failed', outcome: { kind: 'unauthorized' } });
    });

    it('has exactly the methods that it says it can do', () => {
      const { destination } = setting();
      const methods = capabilities.filter((one) => destination[one] !== undefined);
      expect(methods).toEqual(capabilities.filter((one) => destination.can.has(one)));
    });

    it('finds the ticket by each of its names and puts the file on it', async () => {
      const { destination, services, stored } = setting();
      const references = given.references(services);
      for (const reference of references) {
        const finding = await destination.findTicket(reference, call);
        if (finding.kind !== 'found') throw new Error(`not found by ${JSON.stringify(reference)}`);
        expect(await destination.upload(finding.ticketId, incoming(pdf(100)), call)).toMatchObject({
          kind: 'delivered',
        });
      }
      expect(stored()).toHaveLength(references.length);
    });

    it('finds no ticket without a name, nor by one that no ticket can have', async () => {
      const { destination } = setting();
      expect(await destination.findTicket({}, call)).toEqual({ kind: 'not-found' });
      if (given.nobody) expect(await destination.findTicket(given.nobody, call)).toEqual({ kind: 'not-found' });
    });

    uploadSuite(given, setting);
    attachmentsSuite(given, setting);
  });
}
