package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import java.util.List;

/**
 * Bounds how many writes wait, and how much room they take, so that more work than can be done is refused at once and not
 * when nobody waits for it any more. Safe for use by several threads.
 */
final class WaitingRoom {

    /** What waits, or wants to: how many writes, and their weight in characters. */
    record Load(int writes, long weight) {

        static final Load NONE = new Load(0, 0);

        static Load of(List<Write> writes) {
            return new Load(
                    writes.size(), writes.stream().mapToLong(Write::weight).sum());
        }

        Load plus(Load other) {
            return new Load(writes + other.writes, weight + other.weight);
        }

        Load minus(Load other) {
            return new Load(writes - other.writes, weight - other.weight);
        }

        boolean fits(Load capacity) {
            return writes <= capacity.writes && weight <= capacity.weight;
        }
    }

    private final Load capacity;
    private Load waiting = Load.NONE;

    WaitingRoom(Load capacity) {
        this.capacity = capacity;
    }

    /**
     * Lets some writes in together. An empty room takes any load, so that nothing is too large for ever.
     *
     * @throws ProblemException {@link ProblemCode#UNAVAILABLE} when there is no room for all of them
     */
    synchronized void enter(Load load) {
        Load more = waiting.plus(load);
        if (waiting.writes() > 0 && !more.fits(capacity)) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "Too many writes are waiting");
        }
        waiting = more;
    }

    synchronized void leave(Load load) {
        waiting = waiting.minus(load);
    }

    synchronized int waiting() {
        return waiting.writes();
    }
}
