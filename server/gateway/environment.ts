/** A configuration with its `${NAME}`s filled in, those that the environment does not have, and where one is no name. */
export interface FilledIn {
  readonly value: unknown;
  readonly missing: readonly { readonly path: readonly PropertyKey[]; readonly name: string }[];
  readonly unreadable: readonly (readonly PropertyKey[])[];
}

/** Replaces `${NAME}` in every text of a JSON value, at any depth; keys stay as they are. */
export function fillIn(value: unknown, environment: Readonly<Record<string, string | undefined>>): FilledIn {
  const missing: { path: readonly PropertyKey[]; name: string }[] = [];
  const unreadable: (readonly PropertyKey[])[] = [];

  function walk(one: unknown, path: readonly PropertyKey[]): unknown {
    if (typeof one === 'string') {
      if (/\$\{(?!\w+\})/.test(one)) unreadable.push(path);
      return one.replace(/\$\{(\w+)\}/g, (_, name: string) => {
        const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
        if (!found) missing.push({ path, name });
        return found ?? '';
      });
    }
    if (Array.isArray(one)) return one.map((each, index) => walk(each, [...path, index]));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, walk(each, [...path, key])]));
  }

  return { value: walk(value, []), missing, unreadable };
}
