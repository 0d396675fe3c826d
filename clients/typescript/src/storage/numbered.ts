/** Texts with their numbers, which are given as they come. */
export class Numbered {
  readonly #numbers = new Map<string, number>();

  /** The number of a text, which is taken in if it is new. */
  of(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  /** In the order of their numbers. */
  get all(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}
