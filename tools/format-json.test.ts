import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { formatJson } from './format-json.ts';

it.each(['plugin-manifest.json', 'package.json', 'gateway.example.json'])('writes %s as it stands', async (name) => {
  const text = await readFile(new URL(`../${name}`, import.meta.url), 'utf8');
  const value: unknown = JSON.parse(text);
  expect(JSON.parse(formatJson(value))).toEqual(value);
  if (name !== 'gateway.example.json') expect(formatJson(value)).toBe(text);
});

it('breaks a list that is too long for a line, or holds objects, and leaves out what is undefined', () => {
  const long = Array.from({ length: 30 }, (_, at) => `item ${at}`);
  expect(formatJson({ long }).split('\n')).toHaveLength(35);
  expect(formatJson([{ a: 1, b: undefined }])).toBe('[\n  {\n    "a": 1\n  }\n]\n');
  expect(formatJson({ a: [], b: {}, c: [1, 'x', null] })).toBe('{\n  "a": [],\n  "b": {},\n  "c": [1, "x", null]\n}\n');
});
