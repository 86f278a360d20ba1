import texts from '../app/translations/en.json?record';
import type { EmbeddedProduct } from './hosts/embedded/sdk.ts';
import { speakOfRecords } from './ui/i18n.ts';
import type { SecondModule } from './ui/open-panel.tsx';

export { startEmbedded } from './hosts/embedded/start.ts';

speakOfRecords(texts);

/** Loads the second part and makes it speak with a Zoho CRM or Bigin. */
export async function loadForRecords(product: EmbeddedProduct): Promise<SecondModule> {
  const [{ parts, connect }, { createRecordsDialect }] = await Promise.all([
    import('./second-part.ts'),
    import('./record-part-later.ts'),
  ]);
  const dialect = createRecordsDialect(product);
  return { parts, connect: (host, configuration) => connect(host, configuration, dialect) };
}
