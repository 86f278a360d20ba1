import type { PageAttachment, PageData, RecordsPageData, RecordsPageProduct, Switches } from './page-contract.ts';

/** The page's own server; both come from the same build, so that their types are the contract. */

export async function fetchPage(): Promise<PageData> {
  return (await fetch('/sandbox/page')).json();
}

/** The extension's own texts in a language, as Zoho's page hands them over to a widget; none where they are no JSON. */
export async function fetchTexts(language: string): Promise<unknown> {
  const answer = await fetch(`/sandbox/texts/${language}`);
  return answer.ok ? answer.json() : {};
}

export async function fetchRecordsPage(product: RecordsPageProduct): Promise<RecordsPageData> {
  return (await fetch(`/sandbox/records/${product}`)).json();
}

/** The files that a ticket shows, the newest first. */
export async function fetchAttachments(ticketId: string): Promise<readonly PageAttachment[]> {
  const { files }: { files: readonly PageAttachment[] } = await (await fetch('/sandbox/ledger')).json();
  return files.filter((file) => file.ticketId === ticketId && !file.deleted).toReversed();
}

export async function patchSwitches(patch: Partial<Record<keyof Switches, string | number>>): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch('/sandbox/switches', { method: 'PATCH', headers, body: JSON.stringify(patch) });
}

export async function resetSandbox(): Promise<void> {
  await fetch('/sandbox/reset', { method: 'POST' });
}

/** Calls with the switches now and after each change, whoever made it. */
export function onSwitches(listener: (switches: Switches) => void): void {
  const events = new EventSource('/sandbox/events');
  events.addEventListener('switches', (event: MessageEvent<string>) => listener(JSON.parse(event.data)));
}
