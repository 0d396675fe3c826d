import type { Heard } from '../sync/ports.js';
import type { OnlineDevice } from '../wire/messages.js';

/** The other devices of a store that are online, after something was heard; those that came last are first. */
export function devicesAfter(devices: readonly OnlineDevice[], heard: Heard, self: string): readonly OnlineDevice[] {
  switch (heard.type) {
    case 'welcome':
    case 'present':
      return (heard.devices ?? []).filter(({ deviceId }) => deviceId !== self);
    case 'gone':
      return [];
    case 'presence': {
      const { type, storeId, online, ...device } = heard;
      const isKnown = devices.some(({ deviceId }) => deviceId === device.deviceId);
      if (device.deviceId === self || (!online && !isKnown)) {
        return devices;
      }
      if (!online) {
        return devices.filter(({ deviceId }) => deviceId !== device.deviceId);
      }
      return isKnown
        ? devices.map((other) => (other.deviceId === device.deviceId ? device : other))
        : [device, ...devices];
    }
    default:
      return devices;
  }
}
