import type { Network } from '../sync/ports.js';

/** The network as the browser knows it; one that is always there where nobody knows. */
export function platformNetwork(): Network {
  const hasEvents = typeof window !== 'undefined' && typeof window.addEventListener === 'function';
  return {
    get online() {
      return !hasEvents || navigator.onLine !== false;
    },
    onChange(listener) {
      if (!hasEvents) {
        return () => undefined;
      }
      const changed = ({ type }: Event) => listener(type === 'online');
      window.addEventListener('online', changed);
      window.addEventListener('offline', changed);
      return () => {
        window.removeEventListener('online', changed);
        window.removeEventListener('offline', changed);
      };
    },
  };
}
