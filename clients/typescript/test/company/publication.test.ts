import { describe, expect, it } from 'vitest';
import { Publication } from '../../src/company/publication.js';
import { Store } from './store.js';
import { VirtualTime } from '../server/virtual-time.js';

const book = { id: 'book', kind: 'reading', resource: 'files/1' };

describe('a publication', () => {
  it('begins just so once more when the answer was lost, and then gets further', async () => {
    const { time, store, phone, publication } = fixture();
    phone.send({ type: 'presence' });
    const begun = publication.publish({ ...book, state: { page: 1 } });
    await time.pass(5);
    phone.disconnect();
    await time.pass(100);
    expect(store.seen('book').state).toEqual({ page: 1 });
    const further = publication.publish({ ...book, state: { page: 2 } });
    phone.connect();
    publication.resume();
    await time.pass(1_000);
    await Promise.all([begun, further]);
    expect(store.seen('book')).toMatchObject({ state: { page: 2 }, version: 1 });
    expect(store.history).toEqual([]);
  });

  it('is made under the version that was known when it was made', async () => {
    const { time, phone, publication } = fixture();
    publication.version = 1;
    phone.disconnect();
    publication.publish({ ...book, state: { page: 1 } }).catch(() => undefined);
    publication.version = 3;
    phone.connect();
    publication.resume();
    await time.pass(1_000);
    expect(phone.said).toMatchObject([{ type: 'handoff.publish', activity: { version: 1 } }]);
  });

  it('is tried again later when the server takes no more', async () => {
    const { time, store, phone, publication } = fixture();
    store.refuses = 'rate-limited';
    const told = publication.publish(book);
    await time.pass(2_000);
    expect(phone.said.length).toBeLessThanOrEqual(5);
    store.refuses = undefined;
    await time.pass(1_000);
    await told;
    expect(store.seen('book').version).toBe(1);
    expect(time.waiting).toBe(0);
  });
});

function fixture() {
  const time = new VirtualTime();
  const store = new Store(time);
  const phone = store.device('phone');
  const publication = new Publication({ conversation: phone, deviceId: 'phone', timers: time });
  return { time, store, phone, publication };
}
