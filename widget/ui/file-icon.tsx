import { endingOf, type Family, typeOfEnding } from '../../contract/file-types.ts';
import { Icon, type IconName } from './icons.tsx';

const byFamily: { readonly [family in Family]?: IconName } = {
  pdf: 'text',
  image: 'image',
  zip: 'archive',
  archive: 'archive',
  media: 'media',
  markup: 'code',
  text: 'text',
};

/** Endings whose family says less than people see in them. */
const byEnding: { readonly [ending: string]: IconName | undefined } = {
  doc: 'text',
  docx: 'text',
  odt: 'text',
  xls: 'sheet',
  xlsx: 'sheet',
  ods: 'sheet',
  csv: 'sheet',
  ppt: 'slides',
  pptx: 'slides',
  msg: 'mail',
  eml: 'mail',
  json: 'code',
};

/** A file's kind at a glance, by its ending. */
export function FileIcon({ name }: { name: string }) {
  const ending = endingOf(name);
  const family = typeOfEnding(ending)?.family;
  const icon = byEnding[ending] ?? (family && byFamily[family]) ?? 'page';
  return (
    <span class="file-icon" data-kind={family === 'pdf' ? 'pdf' : icon}>
      <Icon name={icon} />
    </span>
  );
}
