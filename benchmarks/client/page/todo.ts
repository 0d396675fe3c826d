/** The record that all workloads are about; it is one that the suite takes. */
export interface Todo {
  readonly id: string;
  readonly listId: string;
  readonly status: 'open' | 'done';
  readonly title: string;
  readonly notes: string;
  readonly due: string;
  readonly tags: readonly string[];
}

/** How many lists there are. */
export const LISTS = 100;
const BEGAN = 1_750_000_000_000;
const SECOND = 1_000;
const MINUTE = 60_000;
const MINUTES_OF_A_YEAR = 525_600;
const WORDS =
  'apple river stone window paper garden yellow engine silver morning letter bridge corner winter basket'.split(' ');
const TAGS = ['home', 'work', 'urgent', 'later', 'travel', 'people', 'money', 'health'];

/** The same todo for the same number; half of a list's todos are open. */
export function todo(number: number): Todo {
  const pick = numbers(number);
  const words = (count: number): string => Array.from({ length: count }, () => WORDS[pick(WORDS.length)]).join(' ');
  return {
    id: uuid(BEGAN + number * SECOND, pick(0x1000), pick(0x7fffffff)),
    listId: listId(number % LISTS),
    status: Math.floor(number / LISTS) % 2 === 0 ? 'open' : 'done',
    title: words(5),
    notes: words(16),
    due: new Date(BEGAN + pick(MINUTES_OF_A_YEAR) * MINUTE).toISOString().slice(0, 16),
    tags: [...new Set([pick, pick].map((next) => TAGS[next(TAGS.length)] as string))].sort(),
  };
}

export function todos(from: number, to: number): Todo[] {
  return Array.from({ length: to - from }, (_, at) => todo(from + at));
}

export function listId(number: number): string {
  return uuid(BEGAN, number, 0);
}

/** A UUID of version 7. */
function uuid(millis: number, twelveBits: number, more: number): string {
  const time = hex(millis, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(twelveBits, 3)}-8000-${hex(more, 12)}`;
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}

/** Whole numbers below what is asked, the same ones for the same seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}
