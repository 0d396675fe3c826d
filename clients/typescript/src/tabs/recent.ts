import type { Heard } from '../sync/ports.js';
import type { Welcome } from '../wire/messages.js';

/** What was heard on the connection that stands, without what later messages made void: for whoever comes to listen later. */
export class Recent {
  readonly #heard = new Map<string, Heard>();

  /** Nothing when there is no connection. */
  get all(): readonly Heard[] {
    return [...this.#heard.values()];
  }

  begin(welcome: Welcome | undefined): void {
    this.#heard.clear();
    if (welcome) {
      this.#heard.set('welcome', welcome);
    }
  }

  hear(heard: Heard): void {
    switch (heard.type) {
      case 'gone':
        return this.#heard.clear();
      case 'welcome':
        return this.begin(heard);
      case 'present':
        return this.#presentAgain(heard);
      case 'presence':
        return this.#last(`device ${heard.deviceId}`, heard);
      case 'presence-refused':
      case 'handoff.release-requested':
        return;
      case 'handoff.expired':
        this.#heard.delete(`at ${heard.activityId}`);
        return this.#last(`move ${heard.activityId}`, heard);
      case 'handoff.claimed':
        return this.#last(`move ${heard.activityId}`, heard);
      case 'handoff.granted': {
        // whoever comes later finds it here, and was not given it
        const { storeId, activityId, version, activity } = heard;
        return this.hear({ type: 'handoff.offered', storeId, activityId, version, activity });
      }
      default: {
        const move = this.#heard.get(`move ${heard.activityId}`);
        // what this device did itself may be heard late
        if (move?.type !== 'handoff.claimed' || move.version <= heard.version) {
          this.#heard.delete(`move ${heard.activityId}`);
          this.#last(`at ${heard.activityId}`, heard);
        }
      }
    }
  }

  #presentAgain(present: Heard): void {
    const welcome = this.#heard.get('welcome');
    this.#heard.clear();
    if (welcome) {
      this.#heard.set('welcome', welcome);
    }
    this.#heard.set('present', present);
  }

  #last(name: string, heard: Heard): void {
    this.#heard.delete(name);
    this.#heard.set(name, heard);
  }
}
