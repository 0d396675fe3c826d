import { parseValue, textKey, type KeyValues } from './key-values.js';
import { StorageError, type Write } from './storage.js';

/** Characters of a piece: in no encoding more than what Android can read of one value. */
const PIECE = 400_000;

/**
 * The record that makes a commit all or nothing on top of single values: pieces of what is to be written, and a head that counts them. A commit is made when
 * its head is there.
 */
export class WriteAhead {
  readonly #head: string;
  readonly #mark: string;
  #marked = false;
  /** How many pieces there are. */
  #count = 0;

  constructor(
    readonly store: KeyValues,
    readonly name: string,
  ) {
    this.#head = `${name}/!ahead`;
    this.#mark = `${name}/!there`;
  }

  /** What was laid down and perhaps not finished; nothing when there is no head. */
  async read(): Promise<Write[] | undefined> {
    this.#marked = (await this.store.getItem(this.#mark)) !== null;
    const head = await this.store.getItem(this.#head);
    if (head === null) return undefined;
    const count = parseValue(head);
    if (typeof count !== 'number') throw new StorageError('corrupt', 'the head of a commit is not a number');
    this.#count = count;
    const pieces = await this.store.multiGet(this.#pieces(count));
    if (pieces.some(([, text]) => text === null)) throw new StorageError('corrupt', 'a part of a commit is missing');
    return parseValue(pieces.map(([, text]) => text).join('')) as unknown as Write[];
  }

  /** Whether what was there once still is. */
  async isThere(): Promise<boolean> {
    return !this.#marked || (await this.store.getItem(this.#mark)) !== null;
  }

  /** Lays down a commit, after the one before was finished. When it fails, nothing is laid down; `lost` when that is not certain. */
  async write(writes: readonly Write[]): Promise<void> {
    if (!this.#marked) await this.store.setItem(this.#mark, '1');
    this.#marked = true;
    const pieces = split(JSON.stringify(writes));
    this.#count = Math.max(this.#count, pieces.length);
    const keys = this.#pieces(pieces.length);
    try {
      for (const [at, key] of keys.entries()) await this.store.setItem(key, pieces[at]!);
      await this.store.setItem(this.#head, String(pieces.length));
    } catch (cause) {
      await this.store.removeItem(this.#head).catch((worse: unknown) => {
        throw new StorageError('lost', 'it is not certain whether a commit was written', { cause: worse });
      });
      await this.store.multiRemove(keys).catch(() => undefined);
      throw cause;
    }
  }

  /** Puts what was laid down in its place, and forgets it. To be done again when it fails. */
  async finish(writes: readonly Write[]): Promise<void> {
    const puts: [string, string][] = [];
    const takes: string[] = [];
    for (const [key, value] of this.#last(writes)) {
      if (value === undefined) takes.push(key);
      else puts.push([key, value]);
    }
    if (puts.length > 0) await this.store.multiSet(puts);
    if (takes.length > 0) await this.store.multiRemove(takes);
    await this.store.removeItem(this.#head);
    await this.store.multiRemove(this.#pieces(this.#count));
    this.#count = 0;
  }

  /** The last write of each key. */
  #last(writes: readonly Write[]): Map<string, string | undefined> {
    return new Map(
      writes.map(({ table, key, value }) => [
        textKey(this.name, table, key),
        value === undefined ? undefined : JSON.stringify(value),
      ]),
    );
  }

  #pieces(count: number): string[] {
    return Array.from({ length: count }, (_, at) => `${this.#head}/${at}`);
  }
}

/** A text in pieces, none of which ends within a character. */
function split(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = at + PIECE;
    const within = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
    pieces.push(text.slice(at, within ? end - 1 : end));
    at += pieces.at(-1)!.length;
  }
  return pieces;
}
