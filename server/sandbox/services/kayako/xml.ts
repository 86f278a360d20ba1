/** A tag of an answer, with a text or with further tags. */
export interface Tag {
  readonly name: string;
  readonly value: string | readonly Tag[];
  /** A long text, as CDATA in any case. */
  readonly long?: true;
}

/** Writes tags as Kayako does, each on a line of its own. */
export function writeXml(root: Tag, values: 'plain' | 'cdata'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeTag(root, values, '')}`;
}

function writeTag({ name, value, long }: Tag, values: 'plain' | 'cdata', indent: string): string {
  if (typeof value !== 'string') {
    const inner = value.map((tag) => writeTag(tag, values, `${indent}\t`)).join('');
    return `${indent}<${name}>\n${inner}${indent}</${name}>\n`;
  }
  const text = long || values === 'cdata' ? cdata(value) : escaped(value);
  return `${indent}<${name}>${text}</${name}>\n`;
}

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
