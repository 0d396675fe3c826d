package dev.xeocontext.sync.handoff;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of an activity when somebody does something about it. */
sealed interface Step {

    /** It stays as it is, and whoever asked is answered by that. */
    record Stays(Held held) implements Step {}

    /**
     * It becomes something else, unless something came between.
     *
     * @param next {@code null} when it is over
     * @param past what is kept of how it was
     */
    record Becomes(@Nullable Held next, List<Telling> tellings, Optional<Past> past) implements Step {}

    /**
     * It is not done.
     *
     * @param late what was told too late, to be kept before anybody is refused
     */
    record Refused(Refusal refusal, Optional<Past> late) implements Step {}

    /** Why it is not done. */
    enum Refusal {
        /** There is no such activity, or no more. */
        UNKNOWN,
        /** It has another version by now. */
        STALE,
        /** The version is right, but the device does not have it, or somebody else waits for it already. */
        TAKEN,
        /** The device that shall have it is not connected. */
        AWAY
    }
}
