import type { Observable } from '../query/observable.js';
import { Values } from '../query/values.js';
import { utf8Length } from '../value/text.js';
import type { Fields } from '../value/json.js';
import type { OnlineDevice } from '../wire/messages.js';
import type { Accompanied } from './company.js';
import { devicesAfter } from './devices.js';
import { Pacing } from './pacing.js';
import { type CompanySetting, PACE_MS } from './setting.js';

/** A state holds 45 s at the server. */
const REFRESH_MS = 30_000;
/** What was too much is said again after this. */
const AGAIN_MS = 2_000;
const MOST_BYTES = 2_048;

/** Which devices are there. Always the same object for a client, and closed with it; an app that does not ask for it does not load it. */
export function presenceOf(client: Accompanied): Presence {
  return client.company.the(Presence);
}

/** Who is there: the other devices of this person, and what each of them is at. Of the moment; nothing of it is kept. */
export class Presence {
  readonly #devices = new Values<readonly OnlineDevice[]>([]);
  readonly #setting: CompanySetting;
  readonly #pacing: Pacing;
  readonly #stopListening: () => void;
  #state: Fields | undefined;
  /** Whether the server was told something else last. */
  #isUnsaid = false;
  #cancelRefresh: (() => void) | undefined;

  constructor(setting: CompanySetting) {
    const { conversation, deviceId, timers } = setting;
    this.#setting = setting;
    this.#pacing = new Pacing(timers, PACE_MS, () => this.#say());
    this.#stopListening = conversation.on((heard) => {
      const devices = devicesAfter(this.#devices.current ?? [], heard, deviceId);
      if (devices !== this.#devices.current) {
        this.#devices.set(devices);
      }
      if (heard.type === 'welcome') {
        this.#begin();
      } else if (heard.type === 'gone') {
        this.#rest();
      } else if (heard.type === 'presence-refused' && heard.problem.code === 'rate-limited') {
        this.#refresh(AGAIN_MS);
      }
    });
    if (conversation.welcome !== undefined) {
      this.#devices.set(devicesAfter([], conversation.welcome, deviceId));
    }
  }

  /** The other devices that are online; none while this one is not. */
  get devices(): Observable<readonly OnlineDevice[]> {
    return this.#devices;
  }

  /**
   * Tells the others what this device is at, until it tells something else; nothing takes it back. At most twice a second, the latest counts;
   * without a connection as soon as there is one.
   *
   * @param state at most 2 KiB of JSON
   * @throws RangeError when it is larger
   */
  tell(state?: Fields): void {
    if (state !== undefined && utf8Length(JSON.stringify(state)) > MOST_BYTES) {
      throw new RangeError(`what a device is at has at most ${MOST_BYTES} bytes of JSON`);
    }
    this.#state = state;
    this.#isUnsaid = true;
    if (this.#setting.conversation.welcome !== undefined) {
      this.#pacing.soon();
    }
  }

  /** Ends it, without telling anybody. */
  close(): void {
    this.#stopListening();
    this.#rest();
  }

  #begin(): void {
    if (this.#state !== undefined || this.#isUnsaid) {
      this.#pacing.soon();
    }
  }

  #rest(): void {
    this.#pacing.cancel();
    this.#cancelRefresh?.();
    this.#cancelRefresh = undefined;
  }

  #say(): void {
    const state = this.#state;
    this.#rest();
    if (this.#setting.conversation.send(state === undefined ? { type: 'presence' } : { type: 'presence', state })) {
      this.#isUnsaid = false;
      if (state !== undefined) {
        this.#refresh(REFRESH_MS);
      }
    }
  }

  #refresh(millis: number): void {
    this.#cancelRefresh?.();
    this.#cancelRefresh = this.#setting.timers.after(millis, () => this.#pacing.soon());
  }
}
