/** An RFC 9457 problem. */
export interface Problem {
  /** What kind of problem it is: a URI. */
  readonly type: string;
  /** What kind of problem it is, for people. */
  readonly title: string;
  /** The HTTP status that goes with it; 0 when no server said it. */
  readonly status: number;
  /** What kind of problem it is, for programs. */
  readonly code: string;
  /** What is the matter this time, for people. */
  readonly detail?: string;
  /** What is wrong with single parts of what was sent. */
  readonly errors?: readonly {
    /** JSON pointer to the part. */
    readonly pointer: string;
    /** What is wrong with it, for people. */
    readonly detail: string;
  }[];
}
