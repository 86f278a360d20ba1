import type { StoredFile } from '../ledger.ts';
import { findPerson } from '../people.ts';
import type { CrmProduct } from './product.ts';
import type { CrmRecord } from './records.ts';

/** The result of an upload, exactly as the seeds show it. */
export function describeUpload(product: CrmProduct, file: StoredFile) {
  const time = zohoTime(file.createdTime, product.utcOffset);
  const person = describePerson(file);
  return success('attachment uploaded successfully', {
    Modified_Time: time,
    Modified_By: person,
    Created_Time: time,
    id: file.id,
    Created_By: person,
  });
}

export function describeDeletion(file: StoredFile) {
  return success('record deleted', { id: file.id });
}

/** An attachment as lists show it. `Size` is a string or a number: here by turns. */
export function describeAttachment(product: CrmProduct, record: CrmRecord, file: StoredFile) {
  const time = zohoTime(file.createdTime, product.utcOffset);
  const person = describePerson(file);
  return {
    Owner: person,
    Modified_Time: time,
    $file_id: file.link === undefined ? `${file.id}${file.sha256.slice(0, 24)}` : null,
    File_Name: file.name,
    Created_Time: time,
    Size: BigInt(file.id) % 2n === 0n ? file.size : String(file.size),
    Parent_Id: { name: record.name, id: record.id },
    $editable: true,
    $link_url: file.link ?? null,
    $type: file.link === undefined ? 'Attachment' : 'Link URL',
    Modified_By: person,
    id: file.id,
    Created_By: person,
  };
}

function success(message: string, details: object) {
  return { data: [{ code: 'SUCCESS', details, message, status: 'success' }] };
}

function describePerson({ creatorId }: StoredFile) {
  const person = findPerson(creatorId);
  return { name: `${person?.firstName} ${person?.lastName}`, id: creatorId };
}

/** A time as Zoho writes it: local, in whole seconds, with the offset (`2021-05-05T05:33:33+05:30`). */
function zohoTime(time: string, utcOffset: number): string {
  const local = new Date(Date.parse(time) + utcOffset * 60_000).toISOString().slice(0, 19);
  const pair = (value: number): string => String(value).padStart(2, '0');
  return `${local}+${pair(Math.floor(utcOffset / 60))}:${pair(utcOffset % 60)}`;
}
