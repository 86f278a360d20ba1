import { expect, it } from 'vitest';
import { Manifest } from './manifest.ts';
import { fillParameters, replacePlaceholders, visibleParameters } from './parameters.ts';

const manifest = Manifest.parse({
  locale: ['en'],
  modules: { widgets: [{ location: 'desk.ticket.detail.rightpanel', url: '/app/widget.html', name: 'Anexo' }] },
  zohoAuthorisation: { connectionLinkName: 'anexodesk' },
  config: [
    { name: 'maxfilemb', default: '20', secure: false },
    { name: 'gatewayurl', secure: false },
    { name: 'gatewaysecret', secure: true },
  ],
});

it('fills every parameter: given, default, or empty', () => {
  expect([...fillParameters(manifest, { gatewaysecret: 's' })]).toEqual([
    ['maxfilemb', '20'],
    ['gatewayurl', ''],
    ['gatewaysecret', 's'],
  ]);
});

it('refuses a name that the manifest does not have', () => {
  expect(() => fillParameters(manifest, { gatewayUrl: 'x' })).toThrow('no configuration parameter "gatewayUrl"');
});

it('shows all but the secure ones', () => {
  const parameters = fillParameters(manifest, { maxfilemb: '5', gatewaysecret: 's' });
  expect(visibleParameters(manifest, parameters)).toEqual([
    { name: 'maxfilemb', value: '5', defaultValue: '20' },
    { name: 'gatewayurl', value: '', defaultValue: '' },
  ]);
});

it('replaces placeholders, and leaves unknown ones', () => {
  const parameters = new Map([['a', '1']]);
  expect(replacePlaceholders('{{a}}/{{ a }}/{{b}}/{a}', parameters)).toBe('1/1/{{b}}/{a}');
});
