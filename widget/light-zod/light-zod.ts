/**
 * As much of `zod/mini` as the widget and the contract use, in a tenth of its bytes: the build puts it in zod's place
 * (vite.config.ts), since zod's core alone would take a fifth of what the panel may weigh. Sources import `zod/mini` and are
 * checked against zod's types; the server runs zod itself. `light-zod.test.ts` holds both against each other.
 */

/** What a schema makes of a value: the value read, or `failed`. */
type Read = (value: unknown) => unknown;

const failed = Symbol('failed');

type Check = (value: unknown) => boolean;

interface Schema {
  readonly read: Read;
  /** Whether a missing property is none that fails. */
  readonly mayMiss: boolean;
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; data?: undefined };
  check(...checks: readonly Check[]): Schema;
}

function schema(read: Read, mayMiss = false): Schema {
  return {
    read,
    mayMiss,
    safeParse(value) {
      const data = read(value);
      return data === failed ? { success: false } : { success: true, data };
    },
    check: (...checks) =>
      schema((value) => {
        const data = read(value);
        return data !== failed && checks.every((one) => one(data)) ? data : failed;
      }, mayMiss),
  };
}

function when(is: Check): () => Schema {
  return () => schema((value) => (is(value) ? value : failed));
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

export const string = when((value) => typeof value === 'string');
export const number = when(isNumber);
export const int = when(Number.isSafeInteger);
export const boolean = when((value) => typeof value === 'boolean');
export const unknown = (): Schema => schema((value) => value);
export const coerce = {
  number: (): Schema =>
    schema((value) => {
      try {
        const data = Number(value);
        return isNumber(data) ? data : failed;
      } catch {
        // An object without a value of its own, such as `{ "valueOf": 1 }`.
        return failed;
      }
    }),
};

export const literal = (wanted: unknown): Schema => schema((value) => (value === wanted ? value : failed));

const oneOf = (values: readonly unknown[]): Schema => schema((value) => (values.includes(value) ? value : failed));

export { oneOf as enum };

export const optional = (inner: Schema): Schema =>
  schema((value) => (value === undefined ? value : inner.read(value)), true);

/** May be missing, but not be there without a value. */
export const exactOptional = (inner: Schema): Schema => schema(inner.read, true);

export const nullish = (inner: Schema): Schema =>
  schema((value) => (value === undefined || value === null ? value : inner.read(value)), true);

export const readonly = (inner: Schema): Schema => inner;

const orElse = (inner: Schema, fallback: unknown): Schema =>
  schema((value) => {
    const data = inner.read(value);
    return data === failed ? fallback : data;
  }, true);

export { orElse as catch };

export const transform = (change: (value: unknown) => unknown): Schema => schema(change);

export const pipe = (first: Schema, second: Schema): Schema =>
  schema((value) => {
    const data = first.read(value);
    return data === failed ? failed : second.read(data);
  }, first.mayMiss);

export const union = (options: readonly Schema[]): Schema =>
  schema((value) => {
    for (const option of options) {
      const data = option.read(value);
      if (data !== failed) return data;
    }
    return failed;
  });

/** Told apart by a literal, at most one of them fits: trying each comes to the same. */
export const discriminatedUnion = (_key: string, options: readonly Schema[]): Schema => union(options);

export const array = (inner: Schema): Schema =>
  schema((value) => {
    if (!Array.isArray(value)) return failed;
    const items = value.map(inner.read);
    return items.includes(failed) ? failed : items;
  });

export const object = (shape: Readonly<Record<string, Schema>>): Schema =>
  schema((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return failed;
    const data: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(shape)) {
      const given: unknown = Reflect.get(value, key);
      if (given === undefined && !(key in value)) {
        if (!inner.mayMiss) return failed;
        const missing = inner.read(undefined);
        if (missing !== undefined && missing !== failed) data[key] = missing;
        continue;
      }
      const read = inner.read(given);
      if (read === failed) return failed;
      data[key] = read;
    }
    return data;
  });

export const safeParse = (one: Schema, value: unknown) => one.safeParse(value);

export const minLength =
  (least: number): Check =>
  (value) =>
    (typeof value === 'string' || Array.isArray(value)) && value.length >= least;
export const positive = (): Check => (value) => isNumber(value) && value > 0;
export const minimum =
  (least: number): Check =>
  (value) =>
    isNumber(value) && value >= least;
export const maximum =
  (most: number): Check =>
  (value) =>
    isNumber(value) && value <= most;
export const regex =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && value.search(pattern) >= 0;
export const refine =
  (is: (value: never) => unknown): Check =>
  (value) =>
    // Its schema has read the value before: zod's types hold both together.
    Boolean(Reflect.apply(is, undefined, [value]));
