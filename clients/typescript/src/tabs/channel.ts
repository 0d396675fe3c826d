import type { TabMessage } from './messages.js';

/** Carries messages to all other tabs, those of one sender in their order. */
export interface Channel {
  /** Sends a message to all other tabs. */
  post(message: TabMessage): void;
  /** Returns how to stop listening. */
  on(listener: (message: TabMessage) => void): () => void;
  /** Ends it. */
  close(): void;
}

/** The channel of the platform between tabs (BroadcastChannel). */
export function broadcastChannel(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    on(listener) {
      const heard = ({ data }: MessageEvent<TabMessage>) => listener(data);
      channel.addEventListener('message', heard);
      return () => channel.removeEventListener('message', heard);
    },
    close: () => channel.close(),
  };
}

/** The channel of somebody who is alone. */
export function silentChannel(): Channel {
  return { post: () => undefined, on: () => () => undefined, close: () => undefined };
}
