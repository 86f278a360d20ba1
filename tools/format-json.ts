/** The longest line of a list that stays on one, in characters: as the formatter of this repository has it. */
const lineWidth = 120;

/** Writes JSON as the formatter of this repository does: two blanks deep, short lists of plain values on one line. */
export function formatJson(value: unknown): string {
  return `${write(value, '', 0)}\n`;
}

/** @param taken how much of the line stands before the value */
function write(value: unknown, indent: string, taken: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
    const isPlain = value.every((one) => typeof one !== 'object' || one === null);
    // A comma may follow.
    if (value.length === 0 || (isPlain && taken + line.length + 1 <= lineWidth)) return line;
    return `[\n${value.map((one) => inner + write(one, inner, inner.length)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, one]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + write(one, inner, start.length);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** The same value with its keys in the order in which a model has them; those that the model lacks come last. */
export function orderLike(value: unknown, model: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((one, at) => orderLike(one, Array.isArray(model) ? model[at] : undefined));
  }
  if (!isRecord(value)) return value;
  const known = isRecord(model) ? model : {};
  const keys = [...Object.keys(known).filter((key) => key in value), ...Object.keys(value)];
  return Object.fromEntries([...new Set(keys)].map((key) => [key, orderLike(value[key], known[key])]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
