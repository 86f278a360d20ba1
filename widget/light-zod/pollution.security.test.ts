import { afterEach, describe, expect, it } from 'vitest';
import * as desk from '../../contract/desk.ts';
import * as oms from '../../contract/oms.ts';
import * as pass from '../../contract/pass.ts';
import * as records from '../../contract/records.ts';
import * as attachments from '../../contract/ticket-attachment.ts';
import { readRejected, readResolved } from '../hosts/connector-answer.ts';
import { own } from '../hosts/records.ts';
import * as sdk from '../hosts/zohodesk.ts';
import * as kept from '../queue/kept-upload.ts';
import { readKept } from '../queue/read-kept.ts';

afterEach(() => {
  // Whatever was read: no object has got a property that nobody gave it.
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect('polluted' in {}).toBe(false);
});

const evil = '{"polluted":"yes","id":"1","name":"a.txt","size":1,"auth":"x","statusCode":200,"status":"true"}';
const keys = `"__proto__":${evil},"constructor":{"prototype":${evil}},"prototype":${evil}`;
const values = [`{${keys}}`, `[{${keys}}]`, `{"data":[{${keys}}],${keys}}`, `{"ticket":{${keys}}}`];

interface Schema {
  safeParse(value: unknown): { readonly data?: unknown };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'safeParse' in value;
}

const exported: Readonly<Record<string, unknown>> = {
  ...desk,
  ...oms,
  ...pass,
  ...records,
  ...attachments,
  ...sdk,
  ...kept,
};

/** All schemas that the widget reads outside data with. */
const schemas = Object.entries(exported).flatMap(([name, one]) => (isSchema(one) ? [[name, one] as const] : []));

describe('names of prototypes', () => {
  it('are looked for in all schemas', () => {
    expect(schemas.length).toBeGreaterThan(15);
  });

  it.each(schemas)('come through none: %s', (_, schema) => {
    for (const text of values) {
      const { data } = schema.safeParse(JSON.parse(text));
      expect(JSON.stringify(data) ?? '').not.toContain('polluted');
      if (typeof data === 'object' && data !== null) expect(Reflect.get(data, 'polluted')).toBeUndefined();
    }
  });

  it('are no words of the connector', () => {
    for (const text of values) {
      for (const wrapped of [text, JSON.stringify({ response: text }), JSON.stringify({ statusMessage: text })]) {
        // Neither a status nor a word that counts was said outside of them.
        expect(readResolved(wrapped)).not.toMatchObject({ status: 200 });
        expect(readRejected(wrapped)).not.toMatchObject({ status: 200 });
      }
    }
    expect(own({}, '__proto__')).toBeUndefined();
    expect(own({}, 'constructor')).toBeUndefined();
    expect(sdk.answered({}, 'constructor.name')).toBeUndefined();
  });

  it('are no upload that was kept', () => {
    const record: unknown = JSON.parse(values[0] ?? '');
    expect(readKept({ id: '1', record, file: new File(['x'], 'a.txt') })).toBeUndefined();
  });
});
