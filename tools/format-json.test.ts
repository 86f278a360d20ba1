import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { formatJson, orderLike } from './format-json.ts';

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

it('puts keys in the order of a model, however deep, and new ones last', () => {
  const ordered = orderLike({ c: 1, b: [{ y: 1, x: 2 }], a: 3, n: 4 }, { a: 0, b: [{ x: 0, y: 0 }], z: 0, c: 0 });
  expect(JSON.stringify(ordered)).toBe('{"a":3,"b":[{"x":2,"y":1}],"c":1,"n":4}');
});
