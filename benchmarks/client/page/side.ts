import type { Todo } from './todo.js';

export type Durability = 'strict' | 'relaxed';

export interface Opening {
  readonly durability: Durability;
  /** The server is a suite, and who is there; one in the page unless given. */
  readonly suite?: { readonly url: string; readonly token: string; readonly deviceId: string };
}

/** The open todos of a list, or all todos; the latest due first. */
export interface Question {
  readonly listId?: string;
  readonly limit?: number;
}

/** A database that is open. Rows are what the product gives to an app. */
export interface Board {
  /** Tells the result, and each new one. Returns how to stop. */
  watch(question: Question, heard: (rows: readonly Todo[]) => void): () => void;
  /** Tells the few labels once there are any, as `watch` does. */
  watchLabels(heard: (names: readonly string[]) => void): () => void;
  get(id: string): Promise<Todo | undefined>;
  /** Gives a row of a result another title. Resolves when it is saved. */
  rename(row: Todo, title: string): Promise<void>;
  /** Adds a todo. Resolves when it is saved. */
  add(todo: Todo): Promise<void>;
  close(): Promise<void>;
  /** Has a network from now on, and tells the server of so many changes; absent where the product does not sync. Resolves when all are acknowledged. */
  flush?(count: number): Promise<void>;
}

/** A product under test. */
export interface Side {
  /** Makes a database with that many todos, in batches, and closes it. */
  fill(count: number): Promise<void>;
  /** With no network. */
  open(opening: Opening): Promise<Board>;
}

/** How many labels {@link Side.fill} makes. */
export const LABELS = 20;
export const DATABASE = 'board';

export function labelNames(): string[] {
  return Array.from({ length: LABELS }, (_, at) => `label ${at}`);
}
