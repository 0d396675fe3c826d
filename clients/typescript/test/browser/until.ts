/** Generous: these tests share a small machine with others. */
const MILLIS = 60_000;

/** Waits until it is so, and says what was the case last if it never is. */
export async function until<T>(what: () => Promise<T> | T, isSo: (value: T) => boolean, millis = MILLIS): Promise<T> {
  const deadline = Date.now() + millis;
  for (;;) {
    const value = await what();
    if (isSo(value)) return value;
    if (Date.now() > deadline) throw new Error(`not in ${millis} ms: ${JSON.stringify(value)?.slice(0, 3_000)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
