package dev.xeocontext.kit.outbox;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How old the oldest message in the table is, as far as it is known. It goes on counting while nobody can look: what was
 * there may still be there, and if nothing was, something may have come since. Safe for use by several threads.
 */
final class OldestAge {

    private final InstantSource time;

    private long looked;
    private @Nullable Long since;

    OldestAge(InstantSource time) {
        this.time = time;
        this.looked = time.millis();
    }

    /** @param seconds the age that was found; 0 when there is no message */
    synchronized void found(double seconds) {
        looked = time.millis();
        since = seconds > 0 ? looked - Math.round(seconds * 1000) : null;
    }

    /** Nobody could look. */
    synchronized void unknown() {
        if (since == null) {
            since = looked;
        }
    }

    synchronized double seconds() {
        return since == null ? 0 : Math.max(0, time.millis() - since) / 1000.0;
    }
}
