import { describe, expect, it } from 'vitest';
import { deskLimits, megabyte } from '../../contract/limits.ts';
import { readConfiguration } from './configuration.ts';

const read = (parameters: Record<string, string>) => readConfiguration(new Map(Object.entries(parameters)));

describe('the configuration of the routes', () => {
  it('has defaults for all', () => {
    const atOnce = { connector: 2, gateway: 3 };
    const defaults = {
      gateway: undefined,
      connectorLimits: deskLimits,
      blockedEndings: [],
      connectorMs: 30_000,
      atOnce,
    };
    expect(read({})).toEqual({ settings: defaults, problems: [] });
    const empty = { gatewayurl: ' ', gatewaykind: '', maxfilemb: '', blockedendings: '', connectortimeout: '' };
    expect(read(empty)).toEqual({ settings: defaults, problems: [] });
  });

  it('takes what is configured', () => {
    const { settings, problems } = read({
      gatewayurl: ' https://anexo.example.com/ ',
      gatewaykind: 'OMS',
      maxfilemb: '2.5',
      blockedendings: '.EXE, *.js;zip  7z',
      connectortimeout: '5',
      connectoratonce: '1',
      gatewayatonce: '6',
    });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      gateway: { kind: 'oms', baseUrl: 'https://anexo.example.com' },
      blockedEndings: ['exe', 'js', 'zip', '7z'],
      connectorMs: 5000,
      atOnce: { connector: 1, gateway: 6 },
      connectorLimits: {
        fileBytes: 2.5 * megabyte,
        types: { kind: 'except', endings: ['exe', 'js', 'zip', '7z'] },
      },
    });
  });

  it.each([
    ['gatewayurl', 'x', 'is no https address: the connector alone is used'],
    ['gatewaykind', 'x', 'is neither anexo nor oms: anexo is used'],
    ['maxfilemb', 'x', 'is no number up to 1024: 20 MB is used'],
    ['blockedendings', '<', 'is no list of endings: the usual ones are blocked'],
    ['connectortimeout', 'x', 'is no number of seconds up to 3600: 30 is used'],
    ['connectoratonce', 'x', 'is no number from 1 to 6: 2 is used'],
    ['gatewayatonce', 'x', 'is no number from 1 to 6: 3 is used'],
  ])('says what is wrong with %s, and what holds in its place', (parameter, text, words) => {
    expect(read({ [parameter]: text }).problems).toEqual([{ parameter, message: `"${text}" ${words}` }]);
  });

  it('repeats no more of a value than its beginning', () => {
    const [problem] = read({ gatewayurl: 'x'.repeat(500) }).problems;
    expect(problem?.message).toMatch(/^"x{100}" is no/);
  });

  it.each([
    ['https://anexo.example.com///', 'https://anexo.example.com'],
    ['https://anexo.example.com/base/', 'https://anexo.example.com/base'],
    ['http://[::1]:5081', 'http://[::1]:5081'],
  ])('takes %s', (text, baseUrl) => {
    expect(read({ gatewayurl: text, gatewaykind: 'ANEXO' }).settings.gateway).toEqual({ kind: 'anexo', baseUrl });
  });

  it.each(['https://user@anexo.example.com', 'https://:secret@anexo.example.com', 'https://anexo.example.com/#a'])(
    'takes no %s',
    (text) => {
      expect(read({ gatewayurl: text }).problems).toHaveLength(1);
    },
  );

  it.each([
    ['gatewayurl', 'ftp://x'],
    ['gatewayurl', 'http://anexo.example.com'],
    ['gatewayurl', 'https://user:secret@anexo.example.com'],
    ['gatewayurl', 'https://anexo.example.com/?key=1'],
    ['gatewayurl', 'anexo.example.com'],
    ['gatewaykind', 'ftp'],
    ['maxfilemb', 'twenty'],
    ['maxfilemb', '-1'],
    ['maxfilemb', '0'],
    ['maxfilemb', '20971520'],
    ['maxfilemb', 'Infinity'],
    ['blockedendings', 'exe, <script>'],
    ['connectortimeout', '0'],
    ['connectortimeout', '30s'],
    ['connectoratonce', '0'],
    ['connectoratonce', '2.5'],
    ['gatewayatonce', '7'],
    ['gatewayatonce', 'many'],
  ])('reports %s = %s, and keeps its default', (parameter, value) => {
    const { settings, problems } = read({ [parameter]: value });
    expect(problems).toEqual([{ parameter, message: expect.stringContaining(`"${value}"`) }]);
    expect(settings).toEqual(read({}).settings);
  });

  it.each(['http://127.0.0.1:5081', 'http://localhost:5081', 'https://x.example/base'])(
    'takes the address %s',
    (gatewayurl) => {
      expect(read({ gatewayurl }).settings.gateway).toEqual({ kind: 'anexo', baseUrl: gatewayurl });
    },
  );
});
