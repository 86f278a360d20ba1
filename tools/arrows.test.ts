import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findBreaches, type Import, importsOf, readImports } from './arrows.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

it('imports point one way: widget → contract ← server', async () => {
  const imports = await readImports(root, ['contract', 'widget', 'server', 'e2e', 'tools']);
  expect(imports).toContainEqual({ from: 'contract/check.ts', to: 'contract/limits.ts', typeOnly: true });
  expect(findBreaches(imports).map((one) => `${one.from} imports ${one.to}`)).toEqual([]);
});

it('reads every form of import', () => {
  const source = `
import * as z from 'zod/mini';
import type { Host } from '../hosts/host.ts';
import {
  one,
  type Two,
} from "./three.ts";
export { four } from './four.ts';
export type { Five } from './five.ts';
import './six.css';
const seven = await import('./seven.ts');
const text = "import nothing from './here.ts'";
`;
  expect(importsOf('widget/ui/panel.tsx', source).map((one) => [one.to, one.typeOnly])).toEqual([
    ['zod/mini', false],
    ['widget/hosts/host.ts', true],
    ['widget/ui/three.ts', false],
    ['widget/ui/four.ts', false],
    ['widget/ui/five.ts', true],
    ['widget/ui/six.css', false],
    ['widget/ui/seven.ts', false],
  ]);
});

it.each<[string, string]>([
  ['widget/main.tsx', 'server/gateway/server.ts'],
  ['server/gateway/server.ts', 'widget/routes/route.ts'],
  ['contract/check.ts', 'server/destinations/destination.ts'],
  ['contract/check.ts', 'zod'],
  ['widget/main.tsx', 'zod'],
  ['widget/ui/panel.tsx', 'widget/routes/deliver.ts'],
  ['server/destinations/oms.ts', 'fastify'],
  ['server/destinations/oms.ts', 'server/gateway/server.ts'],
  ['server/gateway/server.ts', 'server/sandbox/desk.ts'],
])('%s must not import %s', (from, to) => {
  const one: Import = { from, to, typeOnly: false };
  expect(findBreaches([one])).toEqual([one]);
});

it.each<Import>([
  { from: 'widget/main.tsx', to: 'zod/mini', typeOnly: false },
  { from: 'widget/main.tsx', to: 'contract/check.ts', typeOnly: false },
  { from: 'widget/ui/panel.tsx', to: 'widget/routes/delivery.ts', typeOnly: true },
  { from: 'server/destinations/oms.test.ts', to: 'server/sandbox/oms.ts', typeOnly: false },
])('$from may import $to', (one) => {
  expect(findBreaches([one])).toEqual([]);
});
