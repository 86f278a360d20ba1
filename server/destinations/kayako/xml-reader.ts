/** What XML is made of, in its order. Texts come in pieces of any length, with entities replaced. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly name: string };

/** The answer is no XML of the kind that Kayako writes. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

/** Longest tag, comment or instruction, in characters: only texts may be long. */
const longestMarkup = 4096;
const longestEntity = 12;
const deepest = 32;
/** How much of PHP's own words may come before the XML, in characters. */
const longestNotice = 64 * 1024;

/** How much there may be beside what files hold, in characters: ten thousand attachments are far less. */
const longestBesides = 16 * 1024 * 1024;

const cdataStart = '<![CDATA[';
const cdataEnd = ']]>';

/**
 * Reads XML as it arrives, up to the end of its root: elements, texts, CDATA and entities. Attributes, comments and
 * instructions are passed over; a document type, and with it entities of its own, is refused. What comes before the
 * XML is skipped: Kayako lets PHP's notices through.
 * @param root the expected name of the root element
 * @throws XmlError where it is not well-formed, or ends before its root does
 */
export async function* readXml(bytes: AsyncIterable<Uint8Array>, root: string): AsyncGenerator<XmlEvent> {
  const decoder = new TextDecoder();
  const reader = createReader(root);
  for await (const chunk of bytes) {
    yield* reader.read(decoder.decode(chunk, { stream: true }));
    if (reader.state() === 'ended') return;
  }
  throw new XmlError(reader.state() === 'before' ? `there is no <${root}>` : `the XML ends before </${root}>`);
}

function createReader(root: string) {
  const start = new RegExp(`<\\?xml\\s|<${root}[\\s/>]`, 'g');
  const longestStart = Math.max('<?xml '.length, `<${root}>`.length);
  const open: string[] = [];
  let state: 'before' | 'markup' | 'cdata' | 'ended' = 'before';
  /** What has arrived, from the place that is not read yet. */
  let rest = '';
  /** How much has arrived that no file holds. */
  let besides = 0;

  function skipNotice(): boolean {
    const found = start.exec(rest);
    if (found) {
      rest = rest.slice(found.index);
      state = 'markup';
      return true;
    }
    if (rest.length > longestNotice) throw new XmlError(`there is no <${root}>`);
    // What has been looked at is not looked at again, but for a start of which only a part has arrived.
    start.lastIndex = Math.max(0, rest.length - longestStart + 1);
    return false;
  }

  /** Takes a piece of text that surely is one; `undefined` where more must arrive first. */
  function takeText(end: string, heldBack: (text: string) => number): string | undefined {
    const at = rest.indexOf(end);
    const length = at === -1 ? rest.length - heldBack(rest) : at;
    if (length <= 0) return undefined;
    const text = rest.slice(0, length);
    rest = rest.slice(length);
    if (open.at(-1) === 'contents' && open.at(-2) === 'attachment') besides -= length;
    return text;
  }

  function takeMarkup(end: string): string | undefined {
    const at = rest.indexOf(end);
    if (at === -1 && rest.length <= longestMarkup) return undefined;
    if (at === -1 || at > longestMarkup) throw new XmlError('a tag has no end');
    const markup = rest.slice(0, at + end.length);
    rest = rest.slice(markup.length);
    return markup;
  }

  function passOver(end: string): readonly XmlEvent[] | undefined {
    return takeMarkup(end) === undefined ? undefined : [];
  }

  function close(name: string): XmlEvent {
    if (open.pop() !== name) throw new XmlError(`</${name}> closes nothing`);
    if (open.length === 0) state = 'ended';
    return { kind: 'close', name };
  }

  function applyTag(tag: string): readonly XmlEvent[] {
    const [, slash, name = '', selfClosing] = tagForm.exec(tag) ?? [];
    if (name === '') throw new XmlError('a tag is malformed');
    if (slash) return [close(name)];
    if (open.length === 0 && name !== root) throw new XmlError(`the root is <${name}>, not <${root}>`);
    if (open.push(name) > deepest) throw new XmlError('the elements are nested too deeply');
    const opened: XmlEvent = { kind: 'open', name };
    return selfClosing ? [opened, close(name)] : [opened];
  }

  function textEvents(text: string): readonly XmlEvent[] {
    if (open.length > 0) return [{ kind: 'text', text }];
    if (text.trim() !== '') throw new XmlError('there is text beside the root');
    return [];
  }

  /** Reads one step; `undefined` where more must arrive first. */
  function step(): readonly XmlEvent[] | undefined {
    if (state === 'before') return skipNotice() ? [] : undefined;
    if (state === 'cdata') {
      if (rest.startsWith(cdataEnd)) {
        rest = rest.slice(cdataEnd.length);
        state = 'markup';
        return [];
      }
      const text = takeText(cdataEnd, () => cdataEnd.length - 1);
      return text === undefined ? undefined : textEvents(text);
    }
    if (!rest.startsWith('<')) {
      const text = takeText('<', unfinishedEntity);
      return text === undefined ? undefined : textEvents(replaceEntities(text));
    }
    if (cdataStart.startsWith(rest)) return undefined;
    if (rest.startsWith(cdataStart)) {
      if (open.length === 0) throw new XmlError('there is text beside the root');
      rest = rest.slice(cdataStart.length);
      state = 'cdata';
      return [];
    }
    if (rest.startsWith('<?')) return passOver('?>');
    if ('<!--'.startsWith(rest.slice(0, 4))) return passOver('-->');
    if (rest.startsWith('<!')) throw new XmlError('there is a document type');
    const tag = takeMarkup('>');
    return tag === undefined ? undefined : applyTag(tag);
  }

  return {
    state: () => state,
    *read(text: string): Generator<XmlEvent> {
      rest += text;
      besides += text.length;
      while (state !== 'ended') {
        const events = step();
        if (!events) break;
        yield* events;
      }
      if (besides > longestBesides) throw new XmlError('there is too much beside the files');
    },
  };
}

const tagForm = /^<(\/?)([A-Za-z_][\w.-]*)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>$/;

/** How many characters at the end may be the beginning of an entity. */
function unfinishedEntity(text: string): number {
  const at = text.lastIndexOf('&');
  const unfinished = at !== -1 && !text.includes(';', at) && text.length - at <= longestEntity;
  return unfinished ? text.length - at : 0;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function replaceEntities(text: string): string {
  return text.replace(/&([^;&]{0,12};)?/g, (_, name: string | undefined) => {
    const value = name === undefined ? undefined : characterOf(name.slice(0, -1));
    if (value === undefined) throw new XmlError('an entity is unknown');
    return value;
  });
}

function characterOf(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
  if (hex === undefined && decimal === undefined) return Object.hasOwn(entities, name) ? entities[name] : undefined;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
