/** A lock that was asked for. */
export interface Hold {
  /** Resolves once the lock is held; fails when the platform refuses locks; stays open when it is released before. */
  readonly held: Promise<void>;
  /** Gives it back, or stops waiting for it. */
  release(): void;
}

/** Locks of one browser, each held by one tab at a time, and given back when that tab is gone. Who asks first has it first. */
export interface Locks {
  /** Asks for a lock, behind whoever asked before. */
  request(name: string): Hold;
}

/** The locks of the platform (Web Locks), all of whose tabs share them. */
export function webLocks(manager: LockManager = navigator.locks): Locks {
  return {
    request(name) {
      const waiting = new AbortController();
      let release: () => void = () => waiting.abort();
      const held = new Promise<void>((resolve, reject) => {
        const hold = () =>
          new Promise<void>((over) => {
            release = over;
            resolve();
          });
        manager.request(name, { signal: waiting.signal }, hold).catch((error: unknown) => {
          if (!waiting.signal.aborted) {
            reject(error);
          }
        });
      });
      return { held, release: () => release() };
    },
  };
}

/** Locks of somebody who is alone, as in Node: all of them are held at once, except for those that are held already. */
export function ownLocks(): Locks {
  const queues = new Map<string, (() => void)[]>();
  return {
    request(name) {
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      let grant!: () => void;
      const held = new Promise<void>((resolve) => (grant = resolve));
      queue.push(grant);
      queue[0]!();
      const release = () => {
        const at = queue.indexOf(grant);
        if (at >= 0) {
          queue.splice(at, 1);
          queue[0]?.();
        }
      };
      return { held, release };
    },
  };
}
