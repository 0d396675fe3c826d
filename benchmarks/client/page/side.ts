import type { Todo } from './todo.js';

export type Durability = 'strict' | 'relaxed';

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
  /** Tells a server of everything that was added; absent where the product does not sync. Returns how long it took, ms. */
  readonly flush?: Readonly<Record<string, (count: number) => Promise<number>>>;
}

/** A product under test. */
export interface Side {
  /** Makes a database with that many todos, in batches, and closes it. */
  fill(count: number): Promise<void>;
  open(durability: Durability): Promise<Board>;
}

/** How many labels {@link Side.fill} makes. */
export const LABELS = 20;
export const DATABASE = 'board';

export function labelNames(): string[] {
  return Array.from({ length: LABELS }, (_, at) => `label ${at}`);
}
