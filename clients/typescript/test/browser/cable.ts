import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The way to a server, which can be cut. Nothing of what goes over it is changed. */
export class Cable {
  private readonly pairs = new Map<Socket, { readonly there: Socket; upgraded: boolean }>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (here) => this.join(here));
  }

  /** @param url where it leads */
  static async lay(url: string): Promise<Cable> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Cable(server, new URL(url));
  }

  /** Its near end. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How many WebSockets go over it. */
  get sockets(): number {
    return [...this.pairs.values()].filter(({ upgraded }) => upgraded).length;
  }

  /** Breaks all connections, and refuses others until it is mended. */
  cut(): void {
    this.isCut = true;
    for (const [here, { there }] of this.pairs) {
      here.resetAndDestroy();
      there.destroy();
    }
  }

  /** Lets nothing through, without anybody noticing, until it is mended. */
  clog(): void {
    for (const [here, { there }] of this.pairs) {
      here.pause();
      there.pause();
    }
  }

  mend(): void {
    this.isCut = false;
    for (const [here, { there }] of this.pairs) {
      here.resume();
      there.resume();
    }
  }

  async remove(): Promise<void> {
    this.cut();
    await new Promise((done) => this.server.close(done));
  }

  private join(here: Socket): void {
    if (this.isCut) {
      here.on('error', () => undefined);
      here.resetAndDestroy();
      return;
    }
    const there = connect(Number(this.target.port), this.target.hostname);
    const pair = { there, upgraded: false };
    this.pairs.set(here, pair);
    here.once('data', (first: Buffer) => (pair.upgraded = /^upgrade: *websocket/im.test(first.toString('latin1'))));
    here.pipe(there);
    there.pipe(here);
    for (const end of [here, there]) {
      end.on('error', () => undefined);
      end.on('close', () => {
        this.pairs.delete(here);
        here.destroy();
        there.destroy();
      });
    }
  }
}
