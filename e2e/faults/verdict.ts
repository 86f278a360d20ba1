/** An upload as the panel shows it. */
export interface ShownRow {
  readonly name: string;
  /** `data-state`. */
  readonly state: string;
  readonly text: string;
}

/** A file on a ticket. */
export interface StoredCopy {
  readonly name: string;
  readonly ticketId: string;
  readonly sha256: string;
}

/** A file that was picked. */
export interface PickedFile {
  readonly name: string;
  readonly ticketId: string;
  /** Of the contents that are right on the ticket: more than one where the file was changed after it was picked. */
  readonly sha256: readonly string[];
}

/** What the widget told of the files, held against what is there. */
export type Verdict =
  | { readonly kind: 'sound'; readonly count: RowCount }
  | { readonly kind: 'unsound'; readonly findings: readonly Finding[] }
  /** The trial itself could not be made. */
  | { readonly kind: 'broken'; readonly message: string };

export interface RowCount {
  /** Delivered without the agent. */
  readonly delivered: number;
  /** Refused for good, or rejected before. */
  readonly refused: number;
  /** Failed, and delivered when the agent tried again after the fault. */
  readonly failed: number;
  /** Failed for good, by right: the file is no more. */
  readonly gone: number;
  /** Said to be perhaps on the ticket, where nobody could know. */
  readonly unconfirmed: number;
  /** Of those that were unconfirmed: the widget found out by itself once it could. */
  readonly foundOut: number;
}

export interface Finding {
  readonly kind: (typeof findingKinds)[number];
  readonly name: string;
  readonly detail: string;
}

export const findingKinds = [
  /** Neither on the ticket nor in the panel. */
  'lost',
  'twice',
  /** Other bytes than those of the file, or on another ticket. */
  'wrong',
  'falsely-delivered',
  'falsely-failed',
  /** Neither at an end nor truthfully waiting. */
  'stuck',
  /** It is said that nobody can know, though the ticket could have been asked. */
  'needlessly-unconfirmed',
  /** It failed, though another attempt would have done. */
  'needlessly-failed',
  /** It is over, the fault too, and still the file is not there. */
  'undelivered',
] as const;

/** States in which an upload says that its file is not on the ticket. */
const absentStates = ['failed', 'refused', 'rejected', 'cancelled'];

/** States from which nothing moves any more by itself. */
export const finalStates: readonly string[] = ['delivered', 'unconfirmed', ...absentStates];

/** Holds what the rows say against the ledger, at whatever moment. */
export function compare(
  files: readonly PickedFile[],
  rows: readonly ShownRow[],
  stored: readonly StoredCopy[],
): readonly Finding[] {
  return files.flatMap((file) => {
    const row = rows.find(({ name }) => name === file.name);
    const copies = stored.filter(({ name }) => name === file.name);
    const find = (kind: Finding['kind'], detail: string): Finding => ({ kind, name: file.name, detail });
    const findings: Finding[] = [];
    if (copies.length > 1) findings.push(find('twice', `${copies.length} copies; the panel: ${told(row)}`));
    for (const { ticketId, sha256 } of copies) {
      if (ticketId !== file.ticketId) findings.push(find('wrong', `on ticket ${ticketId}`));
      if (!file.sha256.includes(sha256)) findings.push(find('wrong', 'other bytes'));
    }
    if (!row && copies.length === 0) findings.push(find('lost', 'neither in the panel nor on the ticket'));
    if (row?.state === 'delivered' && copies.length === 0) findings.push(find('falsely-delivered', told(row)));
    if (row && absentStates.includes(row.state) && copies.length > 0) {
      findings.push(find('falsely-failed', told(row)));
    }
    return findings;
  });
}

function told(row: ShownRow | undefined): string {
  return row ? `${row.state}: ${row.text}` : 'no row';
}
