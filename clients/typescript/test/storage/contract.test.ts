import { afterEach, describe, it, vi } from 'vitest';
import { CONTRACT, keepTo } from './contract.js';
import { LASTING, PLACES } from './places.js';

afterEach(() => vi.unstubAllGlobals());

describe.each(Object.entries(PLACES))('a storage in %s', (name, place) => {
  const clauses = CONTRACT.filter(({ lasting }) => !lasting || LASTING.includes(name));
  it.each(clauses.map((clause) => [clause.says, clause] as const))('%s', (_, clause) => keepTo(clause, place()));
});
