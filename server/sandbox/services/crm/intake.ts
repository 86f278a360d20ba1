import { endingOf } from '../../../../contract/file-types.ts';
import type { NewFile, StoredFile } from '../ledger.ts';
import type { World } from '../world.ts';
import { type CrmRefusal, refusals } from './failure.ts';
import { type CrmProduct, settingsOf } from './product.ts';

/** The longest file name that CRM takes, in characters. */
const nameLength = 250;

export type Intake = { readonly kind: 'stored'; readonly file: StoredFile } | CrmRefusal;
type Origin = Pick<NewFile, 'ticketId' | 'creatorId'>;

/** Puts a file on a record, or refuses it. */
export async function takeFile(world: World, product: CrmProduct, origin: Origin, file: File): Promise<Intake> {
  if (endingOf(file.name) === 'exe') return refusals.invalidFileType;
  if (file.size > settingsOf(world, product).limitBytes) return refusals.fileTooLarge;
  if ([...file.name].length > nameLength) return refusals.nameTooLong;
  return store(world, product, {
    ...origin,
    name: file.name,
    mimeType: file.type,
    bytes: Buffer.from(await file.arrayBuffer()),
  });
}

/** Puts a link on a record; Zoho keeps the address and fetches nothing. */
export async function takeLink(world: World, product: CrmProduct, origin: Origin, link: string): Promise<Intake> {
  if (!URL.canParse(link)) return refusals.invalidLink;
  return store(world, product, { ...origin, name: link, mimeType: '', bytes: Buffer.alloc(0), link });
}

async function store(
  world: World,
  { name: via }: CrmProduct,
  file: Omit<NewFile, 'isPublic' | 'via'>,
): Promise<Intake> {
  return { kind: 'stored', file: await world.ledger.add({ ...file, isPublic: false, via }) };
}
