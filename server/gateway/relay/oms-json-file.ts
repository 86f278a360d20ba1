import { omsAliases } from '../../../contract/oms.ts';
import { JsonError, type JsonReader } from './json-reader.ts';
import { FileError } from './request-part.ts';
import type { Spool, SpooledFile } from './spool.ts';
import { lastOf } from './text-of.ts';

/** The object of one file: what is known of it so far, and what is wrong with it. */
export class FileObject {
  readonly #reader: JsonReader;
  readonly #keys: AsyncGenerator<string, void>;
  /** How messages call it. */
  readonly #called: string;
  readonly #seen = new Map<string, string>();
  #rest: Promise<unknown> | undefined;
  name: string | undefined;
  mimeType: string | undefined;
  problem: FileError | undefined;
  kept: SpooledFile | undefined;

  constructor(reader: JsonReader, called: string) {
    this.#reader = reader;
    this.#keys = reader.keys();
    this.#called = called;
  }

  /** Reads on to where the content begins. @returns its key; `undefined` where the object ends before */
  async toContent(): Promise<string | undefined> {
    for (let next = await this.#keys.next(); !next.done; next = await this.#keys.next()) {
      const key = next.value;
      const role = roleOf(key);
      if (role === undefined || this.#isRepeated(role, key)) await this.#reader.skip();
      else if (role !== 'base64') await this.#readField(role, key);
      else if ((await this.#reader.peek()) === quote) return key;
      else {
        await this.#reader.skip();
        this.#complain(`${key} must be a string of base64`);
      }
    }
    return undefined;
  }

  /** Reads what follows the content, once. */
  async readRest(): Promise<void> {
    this.#rest ??= this.toContent();
    await this.#rest;
  }

  /** To be called before the content's end is handed on: what follows it can still be wrong. @throws FileError */
  async checkRest(): Promise<void> {
    await this.readRest();
    if (this.problem) throw this.problem;
  }

  async keep(spool: Spool, bytes: AsyncIterable<Buffer>): Promise<void> {
    try {
      this.kept = await spool.keep(bytes);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.problem ??= error;
    }
  }

  async #readField(role: 'name' | 'contentType', key: string): Promise<void> {
    const reading = await readText(this.#reader);
    if (reading.kind === 'wrong') return this.#complain(`${this.#called}.${key} must be a string`);
    this[role === 'name' ? 'name' : 'mimeType'] = reading.text === undefined ? undefined : lastOf(reading.text);
  }

  #isRepeated(role: string, key: string): boolean {
    const earlier = this.#seen.get(role);
    this.#seen.set(role, key);
    if (earlier === undefined) return false;
    const what = earlier === key ? `${key} twice` : `both ${earlier} and ${key}`;
    this.#complain(`${this.#called} gives ${what}: one is wanted`);
    return true;
  }

  #complain(problem: string): void {
    this.problem ??= new FileError(400, problem);
  }
}

/** A string, or a whole number as it is written; nothing for null. */
export async function readText(
  reader: JsonReader,
): Promise<{ readonly kind: 'text'; readonly text: string | undefined } | { readonly kind: 'wrong' }> {
  const first = await reader.peek();
  if (first === openBrace || first === openBracket) {
    await reader.skip();
    return { kind: 'wrong' };
  }
  try {
    return { kind: 'text', text: await reader.text() };
  } catch (error) {
    if (error instanceof JsonError && first !== quote) return { kind: 'wrong' };
    throw error;
  }
}

function roleOf(key: string): 'name' | 'contentType' | 'base64' | undefined {
  return roles.find((role) => isAlias(omsAliases[role], key));
}

const roles = ['name', 'contentType', 'base64'] as const;

export function isAlias(aliases: readonly string[], key: string): boolean {
  return aliases.includes(key);
}

const openBrace = 0x7b;
const openBracket = 0x5b;
const quote = 0x22;
