import { type Conversation, type HandoffRequest, type Heard, RequestRefused } from '../../src/sync/ports.js';
import { problem } from '../../src/sync/problems.js';
import type { Fields } from '../../src/value/json.js';
import {
  type Activity,
  DEFAULT_LIMITS,
  type Granted,
  type Ok,
  type TellPresence,
  type Welcome,
} from '../../src/wire/messages.js';
import type { VirtualTime } from '../server/virtual-time.js';

const storeId = 'store';

interface Held {
  activity: Omit<Activity, 'ageMs'>;
  toldAt: number;
  claim?: { readonly deviceId: string; readonly granted: (granted: Granted) => boolean; readonly over: () => void };
}

/** The devices of a store and its activities, as section 6 of the protocol has them; every answer takes 10 ms. */
export class Store {
  readonly devices = new Map<string, DeviceConversation>();
  readonly held = new Map<string, Held>();
  readonly history: { readonly id: string; readonly deviceId: string; readonly state: Fields }[] = [];

  /** Whether it tells with which state an activity has moved; older servers do not. */
  tellsState = true;

  /** The problem that every request is answered with. */
  refuses: string | undefined;

  constructor(readonly time: VirtualTime) {}

  device(deviceId: string): DeviceConversation {
    const device = new DeviceConversation(this, deviceId);
    this.devices.set(deviceId, device);
    device.connect();
    return device;
  }

  seen(id: string): Activity {
    const { activity, toldAt } = this.held.get(id)!;
    return { ...activity, ageMs: this.time.now() - toldAt };
  }

  tell(heard: Heard, but?: string): void {
    for (const device of this.devices.values()) {
      if (device.deviceId !== but) {
        device.hear(heard);
      }
    }
  }

  /** @param isHeard whether the device still waits for the answer */
  async carryOut(deviceId: string, request: HandoffRequest, isHeard: () => boolean): Promise<Ok | Granted> {
    if (this.refuses !== undefined) {
      throw refused(this.refuses);
    }
    switch (request.type) {
      case 'handoff.publish': {
        const { id, version = 0, state = {}, ...what } = request.activity;
        const held = this.held.get(id);
        if (
          version === 0 &&
          held !== undefined &&
          this.#has(held, deviceId, 1) &&
          isEqual(held.activity.state, state)
        ) {
          return { type: 'ok', version: 1 };
        }
        if (held === undefined ? version !== 0 : !this.#has(held, deviceId, version)) {
          this.history.push({ id, deviceId, state });
          throw refused(held === undefined ? 'not-found' : 'activity-moved');
        }
        const next: Held = held ?? {
          activity: { id, ...what, state, version: 1, deviceId },
          toldAt: this.time.now(),
        };
        next.activity = { ...next.activity, ...what, state };
        next.toldAt = this.time.now();
        this.held.set(id, next);
        this.#offer(id, deviceId);
        return { type: 'ok', version: next.activity.version };
      }
      case 'handoff.claim': {
        const { activityId, version, deviceId: receiver = deviceId } = request;
        const held = this.#held(activityId);
        if (this.#has(held, receiver, version)) {
          return this.#granted(activityId);
        }
        if (held.activity.version !== version || held.claim !== undefined) {
          throw refused('activity-moved');
        }
        const holder = this.devices.get(held.activity.deviceId ?? '');
        if (holder?.welcome === undefined) {
          return this.#move(activityId, receiver, deviceId);
        }
        const granted = new Promise<Granted>((resolve, reject) => {
          const take = (grant: Granted): boolean => {
            resolve(grant);
            return isHeard();
          };
          held.claim = {
            deviceId: receiver,
            granted: receiver === deviceId ? take : () => false,
            over: () => reject(refused('not-found')),
          };
        });
        granted.catch(() => undefined);
        holder.hear({
          type: 'handoff.release-requested',
          storeId,
          activityId,
          version,
          deviceId: receiver,
          withinMs: 2_000,
        });
        const { claim } = held;
        this.time.after(
          2_000,
          () => held.claim !== undefined && held.claim === claim && this.#move(activityId, receiver),
        );
        return receiver === deviceId ? granted : { type: 'ok' };
      }
      case 'handoff.release': {
        const { activityId, version, state, deviceId: to } = request;
        const held = this.#held(activityId);
        if (!this.#has(held, deviceId, version)) {
          if (state !== undefined) {
            this.history.push({ id: activityId, deviceId, state });
          }
          throw refused('activity-moved');
        }
        held.activity = { ...held.activity, ...(state && { state }) };
        const next = to ?? held.claim?.deviceId;
        if (next !== undefined) {
          return { type: 'ok', version: this.#move(activityId, next).version };
        }
        const { deviceId: _, ...released } = held.activity;
        held.activity = released;
        this.#offer(activityId, deviceId);
        return { type: 'ok', version };
      }
      case 'handoff.end': {
        const held = this.#held(request.activityId);
        const { version } = held.activity;
        if (version !== request.version) {
          throw refused('activity-moved');
        }
        this.held.delete(request.activityId);
        held.claim?.over();
        delete held.claim;
        this.tell({ type: 'handoff.expired', storeId, activityId: request.activityId, version });
        return { type: 'ok' };
      }
    }
  }

  #move(id: string, to: string, asker?: string): Granted {
    const held = this.#held(id);
    const { claim } = held;
    delete held.claim;
    const from = held.activity.deviceId;
    held.activity = { ...held.activity, deviceId: to, version: held.activity.version + 1 };
    const { version } = held.activity;
    const granted = { ...this.#granted(id), ...(from !== undefined && { from }) };
    if (asker !== to && !(claim?.deviceId === to && claim.granted(granted))) {
      const { ref, ...notice } = granted;
      this.devices.get(to)?.hear(notice);
    }
    const told = this.tellsState && { activity: this.seen(id) };
    this.tell({ type: 'handoff.claimed', storeId, activityId: id, version, deviceId: to, ...told }, to);
    return granted;
  }

  #granted(id: string): Granted {
    const activity = this.seen(id);
    const { version } = activity;
    return { type: 'handoff.granted', ref: '1', storeId, activityId: id, version, activity };
  }

  #offer(id: string, by: string): void {
    const activity = this.seen(id);
    this.tell({ type: 'handoff.offered', storeId, activityId: id, version: activity.version, activity }, by);
  }

  #held(id: string): Held {
    const held = this.held.get(id);
    if (held === undefined) {
      throw refused('not-found');
    }
    return held;
  }

  #has({ activity }: Held, deviceId: string, version: number): boolean {
    return activity.deviceId === deviceId && activity.version === version;
  }
}

/** What one device hears and says. */
export class DeviceConversation implements Conversation {
  readonly said: (TellPresence | HandoffRequest)[] = [];
  readonly #listeners = new Set<(heard: Heard) => void>();
  /** Answers that are under way. */
  readonly #lost = new Set<(error: RequestRefused) => void>();
  welcome: Welcome | undefined;

  constructor(
    private readonly store: Store,
    readonly deviceId: string,
  ) {}

  connect(seen?: Pick<Welcome, 'activities' | 'devices'>): void {
    const { store } = this;
    this.welcome = {
      type: 'welcome',
      session: 's',
      serverTime: store.time.now(),
      limits: DEFAULT_LIMITS,
      stores: [],
      ...(seen ?? { activities: [...store.held.keys()].map((id) => store.seen(id)), devices: [] }),
    };
    this.hear(this.welcome);
  }

  disconnect(): void {
    this.welcome = undefined;
    const lost = [...this.#lost];
    this.#lost.clear();
    lost.forEach((lose) => lose(refused('connection-lost')));
    this.hear({ type: 'gone' });
  }

  hear(heard: Heard): void {
    if (heard.type === 'gone' || this.welcome !== undefined) {
      this.#listeners.forEach((listener) => listener(heard));
    }
  }

  send(message: TellPresence): boolean {
    if (this.welcome !== undefined) {
      this.said.push(message);
    }
    return this.welcome !== undefined;
  }

  request(message: HandoffRequest): Promise<Ok | Granted> {
    if (this.welcome === undefined) {
      return Promise.reject(refused('not-connected'));
    }
    this.said.push(message);
    return new Promise((resolve, reject) => {
      const carryOut = (): void => {
        this.store
          .carryOut(this.deviceId, message, () => this.#lost.has(lose))
          .then(resolve, reject)
          .finally(() => this.#lost.delete(lose));
      };
      const cancel = this.store.time.after(10, carryOut);
      // the server may have got it, or not, before the connection was lost
      const lose = (error: RequestRefused): void => {
        cancel();
        reject(error);
        if (this.said.length % 2 === 0) {
          carryOut();
        }
      };
      this.#lost.add(lose);
    });
  }

  on(listener: (heard: Heard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function isEqual(a: Fields, b: Fields): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function refused(code: string): RequestRefused {
  return new RequestRefused(problem(code, code));
}
