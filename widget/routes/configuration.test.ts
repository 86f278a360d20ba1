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
