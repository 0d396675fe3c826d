// One device: the part of protocol xeo.sync.v1 that a bench needs, without a local database.
import { randomBytes } from 'node:crypto';

const IN_FLIGHT = 4;
/** A device that says nothing for 60 s is taken for gone. */
const PING_EVERY_MS = 20_000;
const TAKEN = new Set(['applied', 'superseded', 'duplicate']);
const idOfKey = new Map(), keyOfId = new Map();

const hex = (number, digits) => number.toString(16).padStart(digits, '0');
function uuid7() {
  const text = hex(Date.now(), 12) + '7' + randomBytes(10).toString('hex').slice(0, 19);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-8${text.slice(17, 20)}-${text.slice(20, 32)}`;
}
function idOf(space, key) {
  const name = `${space}/${key}`;
  if (!idOfKey.has(name)) { const id = uuid7(); idOfKey.set(name, id); keyOfId.set(id, key); }
  return idOfKey.get(name);
}

export class Device {
  stats = { rxBytes: 0, rxFrames: 0, secondCopies: 0 };
  #socket; #waiting = new Map(); #subs = new Map(); #ref = 0; #closed = false; #counter = 0; #millis = 0;
  #node = randomBytes(8).toString('hex'); #inFlight = 0; #queue = [];

  #connect;

  constructor(WebSocket, url) {
    this.#connect = () => new WebSocket(url, 'xeo.sync.v1', { perMessageDeflate: false, maxPayload: 64 << 20 });
  }

  async open(session) {
    this.space = session.user.id;
    this.#socket = this.#connect();
    await new Promise((resolve, reject) => { this.#socket.once('open', resolve); this.#socket.once('error', reject); });
    this.#socket.on('message', (frame) => this.#on(frame));
    this.#socket.on('error', () => {});
    const pings = setInterval(() => this.#socket.send(JSON.stringify({ type: 'ping', t: Date.now() })), PING_EVERY_MS);
    this.#socket.on('close', (code, reason) => {
      this.#closed = true;
      clearInterval(pings);
      for (const { reject } of this.#waiting.values()) reject(new Error(`closed: ${code} ${reason}`));
      this.#waiting.clear();
    });
    const device = { id: session.deviceId, name: 'bench', platform: 'bench', node: this.#node };
    const welcomed = this.#await('welcome');
    this.#socket.send(JSON.stringify({ type: 'hello', protocol: 1, token: session.accessToken, device }));
    await welcomed;
  }

  isClosed() { return this.#closed; }

  async push(ops) {
    const results = await this.send(this.write(ops));
    const refused = results.find(({ status }) => !TAKEN.has(status));
    return refused ? { ok: false, code: refused.status, message: refused.problem?.code } : { ok: true };
  }

  /** Makes ops; they can be sent more than once. */
  write(ops) {
    return ops.map(({ type, key, value }) => {
      const op = { opId: uuid7(), collection: 'todos', id: idOf(this.space, key), kind: type === 'del' ? 'delete' : 'put', hlc: this.#now() };
      return type === 'del' ? op : { ...op, fields: fieldsOf(value) };
    });
  }

  /** Sends ops, at most four pushes at a time as the server asks; resolves with the results. */
  async send(ops) {
    if (this.#inFlight >= IN_FLIGHT) await new Promise((resolve) => this.#queue.push(resolve));
    this.#inFlight++;
    try { return (await this.#request({ type: 'push', ops })).results; } finally { this.#inFlight--; this.#queue.shift()?.(); }
  }

  subscribe(onDelta) {
    return this.#subscribe('all', {
      event: (event, at) => onDelta({ type: event.kind === 'delete' ? 'del' : 'put', key: keyOfId.get(event.id), value: event.changed, at }),
      record: () => {},
    });
  }

  async snapshot() {
    const begun = performance.now(), bytes = this.stats.rxBytes, frames = this.stats.rxFrames;
    const data = new Map(), counts = new Map();
    const take = (id, shown, value) => {
      const key = keyOfId.get(id);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (shown) data.set(key, value); else data.delete(key);
    };
    await this.#subscribe('snapshot', {
      record: (record) => take(record.id, !record.deleted?.value, record.fields),
      event: () => {},
    });
    const ms = performance.now() - begun;
    await this.#request({ type: 'unsubscribe', sub: 'snapshot' });
    this.#subs.delete('snapshot');
    return { records: data.size, ms, bytes: this.stats.rxBytes - bytes, frames: this.stats.rxFrames - frames, requests: 1, data, counts };
  }

  close() {
    return new Promise((resolve) => {
      if (this.#closed) resolve();
      this.#socket.once('close', resolve);
      this.#socket.close();
      setTimeout(() => { this.#socket.terminate(); resolve(); }, 1000).unref();
    });
  }

  terminate() { this.#socket.terminate(); }

  #now() {
    const millis = Date.now();
    if (millis > this.#millis) { this.#millis = millis; this.#counter = 0; } else if (++this.#counter > 0xffff) { this.#millis++; this.#counter = 0; }
    return `${hex(this.#millis, 12)}-${hex(this.#counter, 4)}-${this.#node}`;
  }

  #subscribe(sub, handler) {
    return new Promise((resolve, reject) => {
      this.#subs.set(sub, handler);
      this.#await(`live ${sub}`).then(resolve, reject);
      this.#request({ type: 'subscribe', sub, collections: ['todos'] }).catch(reject);
    });
  }

  #request(message) {
    const ref = String(this.#ref++);
    const answer = this.#await(ref);
    this.#socket.send(JSON.stringify({ ...message, ref }));
    return answer;
  }

  #await(key) {
    return new Promise((resolve, reject) => this.#waiting.set(key, { resolve, reject }));
  }

  #settle(key, message) {
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    if (message.type === 'error') waiting?.reject(new Error(JSON.stringify(message.problem))); else waiting?.resolve(message);
  }

  #on(frame) {
    const at = performance.now();
    this.stats.rxBytes += frame.length; this.stats.rxFrames++;
    const message = JSON.parse(frame);
    const sub = this.#subs.get(message.sub);
    switch (message.type) {
      case 'welcome': this.#settle('welcome', message); break;
      case 'snapshot': for (const record of message.records) sub?.record(record); break;
      case 'delta': for (const event of message.events) sub?.event(event, at); break;
      case 'live': this.#settle(`live ${message.sub}`, message); break;
      case 'ack': case 'ok': this.#settle(message.ref, message); break;
      case 'error': this.#settle(message.ref ?? 'welcome', message); break;
    }
  }
}

function fieldsOf({ title, done, due, notes }) {
  const fields = { title, notes, status: done ? 'done' : 'open' };
  return due ? { ...fields, due: due.replace('Z', '') } : fields;
}
