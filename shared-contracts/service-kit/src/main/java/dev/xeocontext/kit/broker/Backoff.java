package dev.xeocontext.kit.broker;

import java.time.Duration;

/**
 * How long to wait before each attempt to connect again: twice as long as before the one that came first, up to 5 s. Safe for
 * use by several threads.
 */
final class Backoff {

    static final Duration LONGEST = Duration.ofSeconds(5);

    private final Duration first;
    private Duration next;

    Backoff(Duration first) {
        this.first = atMost(first);
        this.next = this.first;
    }

    /** The pause before the attempt that comes now. */
    synchronized Duration next() {
        Duration pause = next;
        next = atMost(pause.multipliedBy(2));
        return pause;
    }

    /** An attempt was worth it: the next pause is the first one again. */
    synchronized void reset() {
        next = first;
    }

    private static Duration atMost(Duration pause) {
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
