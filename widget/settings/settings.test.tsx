import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, it, onTestFinished } from 'vitest';
import { readConfiguration } from '../routes/configuration.ts';
import type { CheckWatch } from './run-checks.ts';
import { Settings } from './settings.tsx';
import { gatewayUrl, pass } from './testing.ts';
import './translations.ts';

/** The page, with its tests in the hands of this one. */
async function openPage(parameters: Readonly<Record<string, string>>) {
  const runs: { readonly watch: CheckWatch; end(): Promise<void> }[] = [];
  const test = (watch: CheckWatch) =>
    new Promise<void>((resolve) => {
      runs.push({ watch, end: () => act(async () => resolve()) });
      const read = new Map(Object.entries(parameters));
      watch.onConfigured({ parameters: read, ...readConfiguration(read) });
    });
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  onTestFinished(() => act(() => render(null, root)));
  await act(async () =>
    render(<Settings test={test} link="anexodesk" origin="https://frame.example" dataCentre="eu" />, root),
  );
  const run = (index: number) => {
    const found = runs[index];
    if (!found) throw new Error(`There was no test ${index}`);
    return found;
  };
  const textOf = (selector: string) => root.querySelector(selector)?.textContent?.replace(/[\s\u00a0]+/g, ' ');
  return { root, runs, run, textOf, button: () => root.querySelector('button') };
}

const parameters = {
  gatewayurl: gatewayUrl,
  maxfilemb: 'much',
  connectortimeout: '',
  connectoratonce: '4',
  gatewayatonce: '',
  later: 'x',
};

it('shows each setting in force, and what holds in the place of one that is empty or wrong', async () => {
  const { textOf } = await openPage(parameters);
  expect(textOf('[data-parameter=gatewayurl] dd')).toBe(gatewayUrl);
  expect(textOf('[data-parameter=maxfilemb] dd')).toContain('20 MB is used');
  expect(textOf('[data-parameter=connectortimeout] dd')).toBe('Not set: 30 sec');
  expect(textOf('[data-parameter=connectoratonce]')).toBe('Files at once by the connector connectoratonce4');
  expect(textOf('[data-parameter=gatewayatonce]')).toBe('Files at once by the gateway gatewayatonceNot set: 3');
  expect(textOf('[data-parameter=later]')).toBe('later x');
});

it('says how each check stands, what to do, and the sum of it', async () => {
  const { root, run, textOf } = await openPage(parameters);
  expect(textOf('[role=status]')).toBe('Testing…');
  const { watch, end } = run(0);
  await act(() => {
    watch.onState('configuration', { kind: 'passed' });
    watch.onState('connection', { kind: 'failed', fault: 'connection.unauthorized', detail: 'not authorized' });
    watch.onState('pass', { kind: 'passed' });
    watch.onState('browser', { kind: 'failed', fault: 'browser.origin' });
    watch.onState('destination', { kind: 'skipped', why: 'before' });
    watch.onGateway(pass);
  });
  await end();
  expect(textOf('[role=status]')).toBe('2 things need attention.');
  expect(textOf('[data-check=connection] .todo')).toContain('Authorize the connection');
  expect(textOf('[data-check=connection] pre')).toBe('not authorized');
  expect(textOf('[data-check=browser] .todo')).toContain('https://frame.example');
  expect(textOf('[data-check=pass] p')).toBe(`${gatewayUrl} knows the secret and gives a pass.`);
  expect(textOf('[data-limits=gateway]')).toMatch(/for Zoho Desk.*Up to 20 MB per file/);
  // Screen readers hear what the icons show.
  expect(textOf('[data-check=browser] h3')).toContain('does not work');
  expect(root.querySelectorAll('[data-state=failed]')).toHaveLength(2);
});

it('tests again when asked, not twice at once, and hears nothing of an earlier run', async () => {
  const { runs, run, button, textOf } = await openPage(parameters);
  await act(() => button()?.click());
  expect(runs).toHaveLength(1);
  await run(0).end();
  await act(() => button()?.click());
  expect(runs).toHaveLength(2);
  await act(() => run(0).watch.onState('connection', { kind: 'failed', fault: 'connection.busy' }));
  expect(textOf('[data-check=connection] p')).toBe('Testing…');
  expect(button()?.getAttribute('aria-disabled')).toBe('true');
});
