import { describe, expect, it } from 'vitest';
import { Presence } from '../../src/company/presence.js';
import type { Heard } from '../../src/sync/ports.js';
import { Store } from './store.js';
import { VirtualTime } from '../server/virtual-time.js';

describe('presence', () => {
  it('knows who is there, as they come, tell what they are at, and go', () => {
    const { phone, presence } = fixture();
    const heard: string[][] = [];
    presence.devices.subscribe((devices) =>
      heard.push(devices.map(({ deviceId, state }) => `${deviceId} ${JSON.stringify(state)}`)),
    );
    phone.hear(seen('laptop', true));
    phone.hear(seen('tablet', true, { at: 1 }));
    phone.hear(seen('laptop', true, { at: 2 }));
    phone.hear(seen('tablet', true));
    phone.hear(seen('laptop', false));
    phone.hear(seen('laptop', false));
    phone.hear({ type: 'present', storeId: 's', activities: [], devices: [{ deviceId: 'desk' }] });
    phone.disconnect();
    expect(heard).toEqual([
      [],
      ['laptop undefined'],
      ['tablet {"at":1}', 'laptop undefined'],
      ['tablet {"at":1}', 'laptop {"at":2}'],
      ['tablet undefined', 'laptop {"at":2}'],
      ['tablet undefined'],
      ['desk undefined'],
      [],
    ]);
  });

  it('leaves this device itself out, also when it hears its new name', () => {
    const { phone, presence } = fixture();
    phone.connect({ devices: [{ deviceId: 'phone' }, { deviceId: 'laptop' }] });
    phone.hear({ ...seen('phone', true), name: 'Pocket' } as Heard);
    expect(presence.devices.current).toEqual([{ deviceId: 'laptop' }]);
  });

  it('tells what this device is at again before it is forgotten, until it is taken back', async () => {
    const { phone, presence, time } = fixture();
    presence.tell({ at: 'todos/1' });
    expect(phone.said).toEqual([{ type: 'presence', state: { at: 'todos/1' } }]);
    await time.pass(119_000);
    expect(phone.said.length).toBe(4);
    presence.tell();
    expect(phone.said.at(-1)).toEqual({ type: 'presence' });
    await time.pass(120_000);
    expect(phone.said.length).toBe(5);
    expect(time.waiting).toBe(0);
  });

  it('says what was too much again after two seconds', async () => {
    const { phone, presence, time } = fixture();
    presence.tell({ at: 1 });
    phone.hear({ type: 'presence-refused', problem: { type: 'x', title: 'x', status: 429, code: 'rate-limited' } });
    await time.pass(1_999);
    expect(phone.said).toHaveLength(1);
    await time.pass(1);
    expect(phone.said).toEqual([1, 2].map(() => ({ type: 'presence', state: { at: 1 } })));
  });

  it('tells the latest twice a second', async () => {
    const { phone, presence, time } = fixture();
    for (let i = 0; i <= 100; i++) {
      presence.tell({ at: i });
      await time.pass(20);
    }
    await time.pass(500);
    expect(phone.said.length).toBeLessThanOrEqual(6);
    expect(phone.said.at(-1)).toEqual({ type: 'presence', state: { at: 100 } });
  });

  it('tells it on every connection, and keeps it while there is none', async () => {
    const { phone, presence, time } = fixture();
    phone.disconnect();
    presence.tell({ at: 1 });
    await time.pass(60_000);
    expect(phone.said).toEqual([]);
    phone.connect();
    expect(phone.said).toEqual([{ type: 'presence', state: { at: 1 } }]);
    phone.disconnect();
    await time.pass(60_000);
    phone.connect();
    expect(phone.said.length).toBe(2);
    phone.disconnect();
    presence.tell();
    await time.pass(1_000);
    phone.connect();
    expect(phone.said.at(-1)).toEqual({ type: 'presence' });
    phone.disconnect();
    await time.pass(1_000);
    phone.connect();
    expect(phone.said.length).toBe(3);
  });

  it('refuses a state of more than 2 KiB', () => {
    const { phone, presence } = fixture();
    expect(() => presence.tell({ text: 'ü'.repeat(1_020) })).toThrow(RangeError);
    presence.tell({ text: 'ü'.repeat(1_000) });
    expect(phone.said.length).toBe(1);
  });

  it('is over when it is closed', async () => {
    const { phone, presence, time } = fixture();
    presence.tell({ at: 1 });
    presence.close();
    phone.hear(seen('laptop', true));
    await time.pass(60_000);
    expect(phone.said.length).toBe(1);
    expect(presence.devices.current).toEqual([]);
    expect(time.waiting).toBe(0);
  });
});

function seen(deviceId: string, online: boolean, state?: { readonly at: number }): Heard {
  return { type: 'presence', storeId: 's', deviceId, online, ...(state && { state }) };
}

function fixture() {
  const time = new VirtualTime();
  const phone = new Store(time).device('phone');
  const presence = new Presence({ conversation: phone, deviceId: 'phone', timers: time });
  return { time, phone, presence };
}
