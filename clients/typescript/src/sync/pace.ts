/** How fast ops may be sent: so many a second, and as many at once. */
export class Pace {
  private level: number;
  private readonly room: number;

  /**
   * @param perSecond what the server takes
   * @param most ops that are spent at a time
   * @param now Unix ms
   */
  constructor(
    private readonly perSecond: number,
    most: number,
    private now: number,
  ) {
    this.room = Math.max(1, perSecond - most);
    this.level = this.room;
  }

  /** How many ms from now on until more may be spent; 0 when it may be at once. */
  wait(now: number): number {
    this.level = Math.min(this.room, this.level + (Math.max(0, now - this.now) * this.perSecond) / 1_000);
    this.now = now;
    return this.level > 0 ? 0 : Math.ceil((1 - this.level) / (this.perSecond / 1_000));
  }

  spend(ops: number): void {
    this.level -= ops;
  }
}
