import type { Delta } from '../wire/messages.js';

/** More events than this are not taken at once. */
const MOST = 500;

/** Deltas that wait right behind one another, and are taken as one: a commit of many events costs little more than that of one. */
export class DeltaRun {
  private readonly events: Delta['events'][number][] = [];
  /** All of them. */
  whole: Delta;

  constructor(delta: Delta) {
    this.whole = delta;
    this.events.push(...delta.events);
  }

  /** Adds a delta, if it goes on where the run ends; whether it does. */
  add(delta: Delta): boolean {
    const { sub, storeId, from, to } = this.whole;
    const fits = this.events.length + delta.events.length <= MOST;
    if (!fits || delta.sub !== sub || delta.storeId !== storeId || delta.from !== to) {
      return false;
    }
    this.events.push(...delta.events);
    this.whole = { ...delta, from, events: this.events };
    return true;
  }
}
