import type { KeyValues } from '../../src/storage/key-values.js';

/** A change of one value. A call that changes several is several of these, one after the other. */
export type Step = { readonly put: string } | { readonly take: string };

/**
 * AsyncStorage in a map, without any atomicity but that of one value. `before` is called before each change of one value, and may throw: then that change and
 * the rest of its call are not done. Texts go through UTF-8, as they do on a phone.
 */
export class MapKeyValues implements KeyValues {
  before: (step: Step) => void = () => undefined;
  /** Called after each change of one value; when it throws, that change is done, and nobody knows. */
  after: (step: Step) => void = () => undefined;

  constructor(readonly values = new Map<string, string>()) {}

  async getItem(key: string): Promise<string | null> {
    await undefined;
    return this.values.get(key) ?? null;
  }

  async setItem(key: string, value: string): Promise<void> {
    await this.multiSet([[key, value]]);
  }

  async removeItem(key: string): Promise<void> {
    await this.multiRemove([key]);
  }

  async getAllKeys(): Promise<readonly string[]> {
    await undefined;
    return [...this.values.keys()];
  }

  async multiGet(keys: readonly string[]): Promise<readonly [string, string | null][]> {
    await undefined;
    return keys.map((key) => [key, this.values.get(key) ?? null]);
  }

  async multiSet(entries: [string, string][]): Promise<void> {
    for (const [key, value] of entries) {
      await undefined;
      this.before({ put: key });
      this.values.set(key, Buffer.from(value, 'utf8').toString('utf8'));
      this.after({ put: key });
    }
  }

  async multiRemove(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await undefined;
      this.before({ take: key });
      this.values.delete(key);
      this.after({ take: key });
    }
  }
}
