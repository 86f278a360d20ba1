import { extname } from 'node:path/posix';
import type { Fault } from './fault.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly wrong: string;
  readonly right: string;
  /** Whether the found text may be shown: not where it may be a secret. */
  readonly shown: boolean;
}

const secret = { right: 'take it out and have it replaced where it came from', shown: false } as const;
const map = { right: 'build without source maps', shown: true } as const;
const machine = { right: 'a package works on every machine', shown: true } as const;

/** What no packed file may hold: everybody who installs the extension can read it. */
const rules: readonly Rule[] = [
  { pattern: /[#@]\s*sourceMappingURL=/, wrong: 'points to a source map', ...map },
  { pattern: /"mappings"\s*:\s*"/, wrong: 'is a source map', ...map },
  {
    pattern:
      /\b(?:https?|wss?):\/\/(?:localhost|127\.\d|0\.0\.0\.0|10\.\d|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[::1\])[\w.:-]*/i,
    wrong: 'names an address of one machine or network',
    ...machine,
  },
  {
    pattern: /\bfile:\/\/\/?\w|["'`](?:\/home|\/Users|\/root|\/tmp)\/\w/,
    wrong: 'names a path of one machine',
    ...machine,
  },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, wrong: 'holds a private key', ...secret },
  { pattern: /\b1000\.[0-9a-f]{32}\.[0-9a-f]{32}\b/, wrong: 'holds what looks like a Zoho token', ...secret },
  { pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, wrong: 'holds what looks like a signed token', ...secret },
  { pattern: /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abp]-[\w-]{10,})/, wrong: 'holds an access key', ...secret },
  {
    pattern:
      /["']?(?:client_?secret|refresh_?token|api_?key|signing_?key|password)["']?\s*[:=]\s*["'][^"'\s{}]{8,}["']/i,
    wrong: 'holds what looks like a secret',
    ...secret,
  },
];

const textEndings: readonly string[] = ['.js', '.css', '.html', '.json', '.svg', '.txt', '.md', '.xml'];

/**
 * Looks into a packed file for secrets, source maps and addresses of one machine.
 * @param path inside the package; tells whether it is a text
 */
export function checkContent(path: string, bytes: Buffer): readonly Fault[] {
  if (!textEndings.includes(extname(path))) return [];
  const text = bytes.toString('utf8');
  return rules.flatMap((rule) => {
    const match = rule.pattern.exec(text);
    if (!match) return [];
    const found = rule.shown ? ` (${match[0].trim()})` : '';
    return [{ where: path, wrong: `${rule.wrong} at character ${match.index}${found}`, right: rule.right }];
  });
}
