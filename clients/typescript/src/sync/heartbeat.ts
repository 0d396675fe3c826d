import type { Timers } from './ports.js';

/** A ping that often, in ms; the server hangs up on who says nothing for 50 s. */
const EVERY = 20_000;
/** A connection on which nothing was heard for so long is dead. */
const SILENCE = 35_000;
/** So long for anything at all to come after a probe, and for a connection to be made. */
const PROBE = 5_000;
const PATIENCE = 20_000;

/** Finds out that nobody is at the other end. */
export class Heartbeat {
  private heardAt: number;
  private stopTimer: () => void;
  private stopProbe: (() => void) | undefined;

  /** Begins with a connection that is to be made; `dead` is told once. */
  constructor(
    private readonly timers: Timers,
    private readonly ping: () => void,
    private readonly dead: () => void,
  ) {
    this.heardAt = timers.now();
    this.stopTimer = timers.after(PATIENCE, () => this.die());
  }

  /** The server has said `welcome`: from now on it answers pings. */
  begin(): void {
    this.heard();
    this.stopTimer();
    this.stopTimer = this.timers.after(EVERY, () => this.beat());
  }

  heard(): void {
    this.heardAt = this.timers.now();
    this.stopProbe?.();
    this.stopProbe = undefined;
  }

  /** Asks whether it is still there, now. */
  probe(): void {
    this.stopProbe?.();
    this.stopProbe = this.timers.after(PROBE, () => this.die());
    this.ping();
  }

  stop(): void {
    this.stopTimer();
    this.stopProbe?.();
    this.stopProbe = undefined;
  }

  private beat(): void {
    if (this.timers.now() - this.heardAt >= SILENCE) {
      this.die();
    } else {
      this.stopTimer = this.timers.after(EVERY, () => this.beat());
      this.ping();
    }
  }

  private die(): void {
    this.stop();
    this.dead();
  }
}
