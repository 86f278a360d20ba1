import { describe, expect, it } from 'vitest';
import { describeFault } from './fault.ts';
import { readPaste } from './paste.ts';

const block = { connectionLinkName: 'anexodesk', serviceName: 'zlabs_integration', sharedBy: '1234567' };
const json = JSON.stringify(block, undefined, 2);

describe('readPaste', () => {
  it.each([
    ['the JSON', json],
    ['the JSON with a comma behind it', `${json},`],
    ['the JSON with a comma too many', json.replace(/\n\}$/, ',\n}')],
    ['its key before it', `"zohoAuthorisation": ${json},`],
    ['a manifest', JSON.stringify({ service: 'DESK', zohoAuthorisation: block, connectors: [] })],
    ['a list of connectors', `"connectors": [${json}]`],
    ['a bare list', `[${json}]`],
    ['its fields without braces', json.slice(1, -1)],
    ['a code block', `\`\`\`json\n${json}\n\`\`\``],
    ['curly quotation marks', json.replaceAll('"', '\u201C')],
    ['a byte order mark', `\uFEFF${json}`],
    [
      'the one for Desk among others',
      JSON.stringify({ zohoAuthorisation: block, connectors: [{ ...block, serviceName: 'slack' }] }),
    ],
    [
      'the lines of a page',
      'Connection Link Name: anexodesk\r\nService Name\tzlabs_integration\nShared By = 1234567\nCreated: today',
    ],
    ['loose pairs', 'connectionLinkName: \'anexodesk\',\nserviceName: "zlabs_integration",\nsharedBy: 1234567,'],
  ])('finds the fields in %s', (_, text) => {
    expect(readPaste(text)).toEqual({ kind: 'fields', fields: block });
  });

  it.each([
    ['', 'is empty'],
    [' \n ', 'is empty'],
    ['hello', 'is neither JSON nor lines'],
    ['{"connectionLinkName": "anexo', 'is neither JSON nor lines'],
    ['{}', 'holds no connection'],
    ['[1, "a", null]', 'holds no connection'],
    [JSON.stringify([block, block]), 'holds 2 connections'],
    [
      JSON.stringify([
        { ...block, serviceName: 'a' },
        { ...block, serviceName: 'b' },
      ]),
      'holds 2 connections',
    ],
  ])('refuses %j: it %s', (text, wrong) => {
    const paste = readPaste(text);
    expect(paste.kind === 'faulty' && describeFault(paste.fault)).toContain(`what was pasted: ${wrong}`);
  });
});
