import type { Connection, ConnectionEvents, Network, Random, Timers, Transport } from '../../src/sync/ports.js';
import type { ClientMessage, ServerMessage } from '../../src/wire/messages.js';
import { readServerMessage } from '../../src/wire/read.js';
import type { ServerConversation } from './conversation.js';
import type { SimulatedServer } from './server.js';

/** How a network behaves. */
export interface Weather {
  /** How long a frame takes at most, ms. */
  latency: number;
  /** Chances that a frame is the last one: the connection is cut before or after it. Of these, this many are not noticed by the device. */
  cut: number;
  unnoticed: number;
  /** Chance that a connection cannot be opened. */
  refused: number;
}

export const FAIR: Weather = { latency: 3, cut: 0, unnoticed: 0, refused: 0 };

/** The connection of one device to a server, through frames of text. */
export class SimulatedNetwork implements Transport, Network {
  /** Sees every frame that arrives, of the device (`>`) and of the server (`<`). */
  trace: ((direction: '<' | '>', text: string) => void) | undefined;
  /** Says of what the server says whether it gets lost on the way, as nothing should. */
  loses: ((message: ServerMessage) => boolean) | undefined;
  readonly #links = new Set<Link>();
  readonly #listeners = new Set<(online: boolean) => void>();
  #online = true;

  constructor(
    readonly server: SimulatedServer,
    readonly time: Timers,
    readonly random: Random,
    public weather: Weather = FAIR,
  ) {}

  get online(): boolean {
    return this.#online;
  }

  onChange(listener: (online: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setOnline(online: boolean): void {
    if (online === this.#online) return;
    this.#online = online;
    if (!online) this.cut();
    this.#listeners.forEach((listener) => listener(online));
  }

  /** Cuts all connections, before either side can say goodbye. */
  cut(): void {
    this.#links.forEach((link) => link.cut(true));
  }

  connect(events: ConnectionEvents): Connection {
    const link = new Link(this, events, () => this.#links.delete(link));
    this.#links.add(link);
    return link;
  }

  delay(): number {
    return 1 + Math.floor(this.random() * this.weather.latency);
  }
}

class Link implements Connection {
  readonly buffered = 0;
  #server: ServerConversation | undefined;
  #over = false;
  #hears = true;
  #up = 0;
  #down = 0;

  constructor(
    private readonly network: SimulatedNetwork,
    private readonly events: ConnectionEvents,
    private readonly gone: () => void,
  ) {
    const { weather, random, time, online, server } = network;
    const opens = online && random() >= weather.refused;
    time.after(network.delay(), () => {
      if (this.#over) return;
      if (!opens || !network.online) return this.cut(true);
      this.#server = server.accept({
        send: (message) => this.#deliver(JSON.stringify(message)),
        close: (code) => this.#closedByServer(code),
      });
      events.opened();
    });
  }

  send(message: ClientMessage): void {
    if (this.#over) return;
    const text = JSON.stringify(message);
    this.#up = Math.max(this.#up, this.network.time.now() + this.network.delay());
    this.#frame(this.#up, () => {
      this.network.trace?.('>', text);
      this.#server?.hear(JSON.parse(text) as ClientMessage, text.length);
    });
  }

  #deliver(text: string): void {
    this.#down = Math.max(this.#down, this.network.time.now() + this.network.delay());
    this.#frame(this.#down, () => this.#hear(text));
  }

  #hear(text: string): void {
    if (!this.#hears) return;
    this.network.trace?.('<', text);
    const message: ServerMessage | undefined = readServerMessage(text);
    if (!message) throw new Error(`not a message: ${text}`);
    if (!this.network.loses?.(message)) this.events.message(message);
  }

  /** A frame arrives, or the connection is cut just before or just after it. */
  #frame(at: number, arrive: () => void): void {
    const { time, random } = this.network;
    time.after(at - time.now(), () => {
      if (this.#over) return;
      const { weather } = this.network;
      const isCut = random() < weather.cut;
      const after = random() < 0.5;
      const noticed = random() >= weather.unnoticed;
      if (!isCut || after) arrive();
      if (isCut) this.cut(noticed);
    });
  }

  /** It ends without a word; a device that does not notice hears nothing any more. */
  cut(noticed: boolean): void {
    this.#end();
    if (noticed) {
      this.network.time.after(this.network.delay(), () => this.#tell(1006));
    }
  }

  close(): void {
    this.#hears = false;
    this.#end();
  }

  #closedByServer(code: number): void {
    if (this.#over) return;
    this.#down = Math.max(this.#down, this.network.time.now() + this.network.delay());
    this.network.time.after(this.#down - this.network.time.now(), () => {
      this.#end();
      this.#tell(code);
    });
  }

  #tell(code: number): void {
    if (this.#hears) {
      this.#hears = false;
      this.events.closed(code, '');
    }
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.gone();
    this.#server?.hangUp(1006);
  }
}
