import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageData, PageTicket } from './browser/page-contract.ts';
import { gatewayCurl } from './gateway-configuration.ts';
import { type Manifest, rightPanelWidget, settingsWidget } from './manifest.ts';
import { type Parameters, visibleParameters } from './parameters.ts';
import { sandboxOrgId } from './services/credentials.ts';
import { deskPeople } from './services/people.ts';
import type { SandboxTicket } from './services/tickets.ts';

export interface PageDataOptions {
  readonly manifest: Manifest;
  readonly parameters: Parameters;
  readonly tickets: readonly SandboxTicket[];
  readonly frameOrigin: string;
  readonly gatewayUrl: string;
}

/** What the ticket page shows, and tells the widget through the SDK. */
export function createPageData(options: PageDataOptions): PageData {
  const { manifest } = options;
  const widget = rightPanelWidget(manifest);
  const settings = settingsWidget(manifest);
  const { id, firstName, lastName, email } = deskPeople.agent;
  return {
    extension: { id: '482910000000301007', name: widget.name, storage: manifest.storage },
    frameUrl: options.frameOrigin + widget.url,
    location: widget.location,
    ...(settings && { settings: { frameUrl: options.frameOrigin + settings.url, location: settings.location } }),
    orgId: sandboxOrgId,
    user: { id, fullName: `${firstName} ${lastName}`, email, timeZone: 'America/Sao_Paulo' },
    tickets: options.tickets.map(pageTicket),
    parameters: visibleParameters(manifest, options.parameters),
    languages: manifest.locale,
    curl: gatewayCurl(options.gatewayUrl),
  };
}

/**
 * Reads the extension's texts in one language.
 * @param appFolder with `translations/<code>.json`
 * @param code of the manifest's locales
 * @returns no texts where that language has no file
 * @throws SyntaxError where the file is no JSON
 */
export async function readTexts(appFolder: string, code: string): Promise<unknown> {
  const path = join(appFolder, 'translations', `${code}.json`);
  const written = await readFile(path, 'utf8').catch(() => undefined);
  return written === undefined ? {} : JSON.parse(written);
}

/** Hours that the sandbox's organisation allows itself for an answer. */
const dueHours: Readonly<Record<SandboxTicket['priority'], number>> = { High: 28, Medium: 30, Low: 120 };

function pageTicket({ ticketNumber, language: _, cf: __, ...ticket }: SandboxTicket): PageTicket {
  const due = Date.parse(ticket.createdTime) + dueHours[ticket.priority] * 60 * 60 * 1000;
  const owner = `${deskPeople.agent.firstName} ${deskPeople.agent.lastName}`;
  return { ...ticket, number: ticketNumber, owner, dueDate: new Date(due).toISOString() };
}
