import { describe, expect, it } from 'vitest';
import { checkContent } from './content-rules.ts';
import { describeFault } from './fault.ts';
import { checkPackerRules } from './packer-rules.ts';

describe('checkPackerRules', () => {
  it.each(['app/widget.html', 'app/assets/main-B_x$9.js', `app/${'n'.repeat(46)}.svg`])('takes %s', (path) => {
    expect(checkPackerRules(path, 5_000_000)).toEqual([]);
  });

  it.each([
    ['app/assets/main.js.map', 'has an ending that zet leaves out of the zip'],
    ['app/assets/main.mjs', 'has an ending that zet leaves out of the zip'],
    ['app/img/icon.ico', 'has an ending that zet leaves out of the zip'],
    ['app/img/shot.webp', 'has an ending that zet leaves out of the zip'],
    ['app/pdf.wasm', 'has an ending that zet leaves out of the zip'],
    ['app/README', 'has an ending that zet leaves out of the zip'],
    ['app/.hidden.js', 'has a name that zet refuses'],
    ['app/two words.js', 'has a name that zet refuses'],
    ['app/ícone.svg', 'has a name that zet refuses'],
    ['app/v1.2/main.js', 'lies in a folder whose name zet refuses'],
    [`app/${'n'.repeat(47)}.svg`, 'has a name of 51 characters; 50 is the most'],
  ])('names %s and why', (path, why) => {
    expect(checkPackerRules(path, 1).map(describeFault)).toEqual([expect.stringContaining(`${path}: ${why}`)]);
  });

  it('names a file that is too large', () => {
    expect(checkPackerRules('app/a.js', 5_000_001).map(describeFault)).toEqual([
      'app/a.js: has 5000001 bytes; 5000000 is the most for a file.',
    ]);
  });
});

describe('checkContent', () => {
  // Put together here, so that this file holds no text that looks like a secret itself.
  const zohoToken = ['1000', 'a'.repeat(32), 'b'.repeat(32)].join('.');
  const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTYifQ', 'c2lnbmF0dXJlLW9m'].join('.');

  it.each([
    [`t="${zohoToken}"`, 'holds what looks like a Zoho token'],
    [`t="${jwt}"`, 'holds what looks like a signed token'],
    [`-----BEGIN ${'RSA'} PRIVATE KEY-----`, 'holds a private key'],
    [`{client${'_secret'}:"0123456789"}`, 'holds what looks like a secret'],
  ])('refuses a secret without repeating it', (text, wrong) => {
    const faults = checkContent('app/main.js', Buffer.from(`x;${text}`)).map(describeFault);
    expect(faults).toEqual([expect.stringContaining(wrong)]);
    expect(faults.join()).not.toContain(text);
  });

  it.each([
    ['fetch("https://localhost:5000/a")', 'names an address of one machine or network'],
    ['open("ws://192.168.0.7")', 'names an address of one machine or network'],
    ['load("/home/someone/project")', 'names a path of one machine'],
    ['{"version":3,"mappings":"AAAA"}', 'is a source map'],
  ])('refuses %s', (text, wrong) => {
    expect(checkContent('app/main.js', Buffer.from(text)).map(describeFault)).toEqual([expect.stringContaining(wrong)]);
  });

  it.each([
    '"http://www.w3.org/2000/svg"',
    'fetch("https://oms.tpl.com.br/api")',
    '{ headers: { "x-anexo-secret": "{{gatewaysecret}}" }, apikey: "{{omsapikey}}" }',
    '{"password":"Senha"}',
  ])('takes %s', (text) => {
    expect(checkContent('app/main.js', Buffer.from(text))).toEqual([]);
  });

  it('does not read images as texts', () => {
    expect(checkContent('app/img/a.png', Buffer.from('http://127.0.0.1'))).toEqual([]);
  });
});
