package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;

/**
 * Bounds how many writes wait, so that more work than can be done is refused at once and not when nobody waits for it any
 * more. Safe for use by several threads.
 */
final class WaitingRoom {

    private final int capacity;
    private int waiting;

    WaitingRoom(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Lets some writes in together. An empty room takes any number, so that nothing is too large for ever.
     *
     * @throws ProblemException {@link ProblemCode#UNAVAILABLE} when there is no room for all of them
     */
    synchronized void enter(int writes) {
        if (waiting > 0 && waiting + writes > capacity) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "Too many writes are waiting");
        }
        waiting += writes;
    }

    synchronized void leave(int writes) {
        waiting -= writes;
    }

    synchronized int waiting() {
        return waiting;
    }
}
