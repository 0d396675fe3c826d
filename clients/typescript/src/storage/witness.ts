/** Remembers, outside of a storage, that there is a replica in it, so that it is noticed when everything is gone. */
export interface Witness {
  /** Whether it remembers that there is one. */
  there(): boolean;
  /** There is one. */
  remember(): void;
  /** There is none. */
  forget(): void;
}

/** Remembers in `localStorage`; where there is none, or the browser does not let us, it remembers nothing. */
export function localWitness(name: string): Witness {
  const key = `xeo:${name}`;
  const tried = <T>(work: (storage: WebStorage) => T): T | undefined => {
    try {
      return typeof localStorage === 'undefined' ? undefined : work(localStorage);
    } catch {
      return undefined;
    }
  };
  return {
    there: () => tried((storage) => storage.getItem(key)) === '1',
    remember: () => tried((storage) => storage.setItem(key, '1')),
    forget: () => tried((storage) => storage.removeItem(key)),
  };
}

type WebStorage = globalThis.Storage;
