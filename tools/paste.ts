import * as z from 'zod';
import type { GivenFields } from './connection-block.ts';
import type { Fault } from './fault.ts';
import { withoutMark } from './manifest.ts';

export type Paste =
  | { readonly kind: 'fields'; readonly fields: GivenFields }
  | { readonly kind: 'faulty'; readonly fault: Fault };

/**
 * Finds a connection's fields in what was copied from Sigma: its JSON, whole or with what stands around it in a
 * manifest, with or without the outer braces; or the lines of its page, such as `Connection Link Name: anexodesk`.
 */
export function readPaste(text: string): Paste {
  const plain = withoutMark(text)
    .replace(/^\s*```\w*\s*$/gm, '')
    .replaceAll(/[\u201C\u201D]/g, '"')
    .trim();
  if (!plain) return refuse('is empty', 'paste the connection’s JSON from Sigma, or name its file with --file');
  const json = parseJson(plain);
  if (json !== undefined) return choose(json);
  // Half of a JSON text has lines that look like those of a page.
  const fields = /^[[{]/.test(plain) ? undefined : readLines(plain);
  if (fields) return { kind: 'fields', fields };
  return refuse(
    'is neither JSON nor lines such as "sharedBy: 1234567"',
    'paste all that Sigma shows as the connection’s JSON, from the first brace to the last',
  );
}

/** As it is; without a comma at its end; or with the braces that were not copied along. */
function parseJson(text: string): unknown {
  const bare = text.replace(/,\s*$/, '');
  for (const candidate of [text, bare, `{${bare}}`, bare.replaceAll(/,(\s*[}\]])/g, '$1')]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // The next one may do.
    }
  }
  return undefined;
}

const Fields = z.record(z.string(), z.unknown());

/** The connection for Zoho's own services in a manifest, a list, or by itself. */
function choose(json: unknown): Paste {
  const found = connectionsIn(json);
  const own = found.length > 1 ? found.filter((one) => one['serviceName'] === 'zlabs_integration') : found;
  const [fields] = own;
  if (fields && own.length === 1) return { kind: 'fields', fields };
  if (found.length > 1) return refuse(`holds ${found.length} connections`, 'paste the one for Desk alone');
  return refuse('holds no connection', 'it has fields such as connectionLinkName and sharedBy');
}

function connectionsIn(json: unknown): readonly GivenFields[] {
  if (Array.isArray(json)) return json.flatMap(connectionsIn);
  const fields = Fields.safeParse(json).data;
  if (!fields) return [];
  if ('connectionLinkName' in fields || 'sharedBy' in fields) return [fields];
  return ['zohoAuthorisation', 'connectors'].flatMap((key) => connectionsIn(fields[key]));
}

/** Labels of a page, with all but their letters left out. */
const labels: { readonly [label: string]: string | undefined } = {
  type: 'type',
  connectionlinkname: 'connectionLinkName',
  linkname: 'connectionLinkName',
  connectionname: 'connectionName',
  name: 'connectionName',
  servicename: 'serviceName',
  useraccess: 'userAccess',
  isuserdefinedservice: 'isUserDefinedService',
  sharedby: 'sharedBy',
  scope: 'scope',
  scopes: 'scope',
};

function readLines(text: string): GivenFields | undefined {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const [, label = '', value = ''] = /^([^:=\t]+)[:=\t]\s*(.*?)[\s,;]*$/.exec(line.trim()) ?? [];
    const name = labels[label.toLowerCase().replaceAll(/[^a-z]/g, '')];
    return name ? [[name, value.replace(/^(["'])(.*)\1$/, '$2')] as const] : [];
  });
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

function refuse(wrong: string, right: string): Paste {
  return { kind: 'faulty', fault: { where: 'what was pasted', wrong, right } };
}
