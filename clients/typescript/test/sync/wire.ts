import type { Connection, ConnectionEvents, Network, Transport } from '../../src/sync/ports.js';
import type { ClientMessage, ServerMessage } from '../../src/wire/messages.js';

/** A network on which a test plays the server: it sees what was sent, and says what it likes. */
export class Wire implements Transport, Network {
  online = true;
  /** Connections that were asked for, the latest last. */
  readonly lines: Line[] = [];
  #listeners = new Set<(online: boolean) => void>();

  connect(events: ConnectionEvents): Connection {
    const line = new Line(events);
    this.lines.push(line);
    return line;
  }

  onChange(listener: (online: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  turn(online: boolean): void {
    this.online = online;
    this.#listeners.forEach((listener) => listener(online));
  }

  /** The latest connection. */
  get line(): Line {
    return this.lines.at(-1)!;
  }
}

/** One connection. */
export class Line implements Connection {
  readonly buffered = 0;
  readonly sent: ClientMessage[] = [];
  closedWith: number | undefined;

  constructor(private readonly events: ConnectionEvents) {}

  send(message: ClientMessage): void {
    this.sent.push(message);
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  open(): void {
    this.events.opened();
  }

  say(message: ServerMessage): void {
    this.events.message(message);
  }

  hangUp(code: number): void {
    this.events.closed(code, '');
  }

  /** What was sent of a type. */
  of<T extends ClientMessage['type']>(type: T): (ClientMessage & { type: T })[] {
    return this.sent.filter((message): message is ClientMessage & { type: T } => message.type === type);
  }

  last<T extends ClientMessage['type']>(type: T): ClientMessage & { type: T } {
    return this.of(type).at(-1)!;
  }
}
