import type { Connection, ConnectionEvents, Timers, Transport } from './ports.js';

/** So many connections in a row that never open, and the other transport is tried. */
const PATIENCE = 3;
/** How long a connection of the other transport is kept before the first one gets another chance, in ms: at first, and at most. */
const BRIEF = 60_000;
const LONG = 1_800_000;

/**
 * One transport, and another for where the first does not get through. After three connections in a row that never opened, they take turns
 * until the first one opens again. A connection of the second is ended (code 1000) after a minute, to try the first; the next one after twice as
 * long, and so on up to half an hour.
 */
export function withFallback(first: Transport, second: Transport, timers: Timers): Transport {
  let failures = 0;
  let turn = false;
  let period = BRIEF;
  return {
    connect(events) {
      turn = failures >= PATIENCE && !turn;
      return turn ? forAWhile(events) : first.connect(counted(events));
    },
  };

  function counted(events: ConnectionEvents): ConnectionEvents {
    let opened = false;
    return {
      opened() {
        opened = true;
        failures = 0;
        period = BRIEF;
        events.opened();
      },
      message: (message) => events.message(message),
      closed(code, reason) {
        failures += opened ? 0 : 1;
        events.closed(code, reason);
      },
    };
  }

  function forAWhile(events: ConnectionEvents): Connection {
    let over = false;
    const end = (code: number, reason: string) => {
      stop();
      if (!over) {
        over = true;
        events.closed(code, reason);
      }
    };
    const stop = timers.after(period, () => {
      period = Math.min(2 * period, LONG);
      connection.close(1000);
      end(1000, 'to try the first transport');
    });
    const connection = second.connect({
      opened: () => over || events.opened(),
      message: (message) => over || events.message(message),
      closed: end,
    });
    return connection;
  }
}
