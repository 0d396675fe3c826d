import type { Observable } from '../query/observable.js';
import { Values } from '../query/values.js';
import { type Heard, RequestRefused } from '../sync/ports.js';
import { problem } from '../sync/problems.js';
import { activitiesAfter, type SharedActivity } from './activities.js';
import type { CompanySetting } from './setting.js';

/** The activities of a store, as far as this device was told. */
export class Ongoing {
  readonly #activities = new Values<readonly SharedActivity[]>([]);

  constructor(private readonly setting: CompanySetting) {}

  get live(): Observable<readonly SharedActivity[]> {
    return this.#activities;
  }

  get all(): readonly SharedActivity[] {
    return this.#activities.current ?? [];
  }

  get(id: string): SharedActivity | undefined {
    return this.all.find((activity) => activity.id === id);
  }

  /** @throws RequestRefused when nothing is known of it */
  known(id: string): SharedActivity {
    const activity = this.get(id);
    if (activity !== undefined) {
      return activity;
    }
    throw new RequestRefused(
      this.setting.conversation.welcome === undefined
        ? problem('not-connected', 'There is no connection')
        : problem('not-found', 'There is no such activity', 404),
    );
  }

  /** What they are after something was heard; they are that only when it is {@link become}. */
  after(heard: Heard): readonly SharedActivity[] {
    return activitiesAfter(this.all, heard, this.setting.deviceId, this.setting.timers.now());
  }

  become(activities: readonly SharedActivity[]): void {
    if (activities !== this.all) {
      this.#activities.set(activities);
    }
  }

  remove(id: string): void {
    if (this.get(id) !== undefined) {
      this.become(this.all.filter((activity) => activity.id !== id));
    }
  }
}
