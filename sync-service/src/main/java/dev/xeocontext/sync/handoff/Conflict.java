package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;

/** The activity is on another device by now, or will be. */
final class Conflict extends ProblemException {

    private static final long serialVersionUID = 1L;

    private final boolean stale;

    /** @param stale whether another version was named than the activity has */
    Conflict(boolean stale) {
        super(
                ProblemCode.ACTIVITY_MOVED,
                stale ? "It has another version" : "Another device has it, or waits for it already");
        this.stale = stale;
    }

    boolean isStale() {
        return stale;
    }
}
