import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { readConfiguration } from './configuration.ts';
import { ConfigurationSchema } from './configuration-schema.ts';
import { createMetrics } from './metrics.ts';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const Example = z.looseObject({ destinations: z.record(z.string(), z.object({ kind: z.string() }).loose()) });

let page: string;
let example: z.infer<typeof Example>;
beforeAll(async () => {
  page = await read('docs/gateway.md');
  example = Example.parse(JSON.parse(await read('gateway.example.json')));
});

/** Every field of a JSON schema, at any depth. */
function fieldsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldsOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...Object.values(value).flatMap(fieldsOf)]
      : fieldsOf(value),
  );
}

it('the page tells of every field of the configuration', () => {
  const schema = z.toJSONSchema(ConfigurationSchema, { io: 'input', unrepresentable: 'any' });
  const fields = [...new Set(fieldsOf(schema))];
  expect(fields).toContain('staffId');
  const told = new Set([...page.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/\W+/)));
  expect(fields.filter((field) => !told.has(field))).toEqual([]);
});

it('the example has every kind of destination, as the page shows it, and is good', () => {
  const values = [...JSON.stringify(example).matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [name, '1'.repeat(40)]);
  expect(readConfiguration(example, Object.fromEntries(values))).toMatchObject({ kind: 'read' });
  const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']): unknown => JSON.parse(text));
  const shown = blocks.filter((block) => z.looseObject({ kind: z.string() }).safeParse(block).success);
  expect(shown).toEqual(Object.values(example.destinations));
  expect(shown).toHaveLength(6);
});

it('the page tells of every metric, and of every variable of the example', async () => {
  const parts = { destinations: [], inFlight: () => 0, now: Date.now, ofProcess: false };
  const { text } = await createMetrics(parts).read();
  const metrics = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name);
  expect(metrics).toContain('anexo_files_total');
  expect(metrics.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const variables = [...JSON.stringify(example).matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
  expect(variables.filter((name) => !page.includes(`${name}=`))).toEqual([]);
});
