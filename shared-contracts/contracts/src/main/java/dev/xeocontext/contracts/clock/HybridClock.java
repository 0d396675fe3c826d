package dev.xeocontext.contracts.clock;

import java.time.InstantSource;

/**
 * A hybrid logical clock (Kulkarni et al., 2014): strictly increasing, close to physical time, ahead of everything that
 * it has observed. Safe for use by several threads.
 */
public final class HybridClock {

    private final InstantSource time;
    private final long node;

    private long millis;
    private int counter = -1;

    /**
     * @param time physical time
     * @param node random id of this device or service instance
     */
    public HybridClock(InstantSource time, long node) {
        this.time = time;
        this.node = node;
    }

    /** A new reading, greater than every one that was given or observed before. */
    public synchronized Hlc now() {
        long physical = time.millis();
        if (physical > millis) {
            set(physical, 0);
        } else {
            set(millis, counter + 1);
        }
        return new Hlc(millis, counter, node);
    }

    /**
     * A new reading that is greater than this one of another clock as well, without moving this clock past it: whoever is
     * ahead takes nobody along.
     */
    public Hlc after(Hlc remote) {
        Hlc now = now();
        return now.isAfter(remote) ? now : remote.next(node);
    }

    /** Moves this clock past a reading of another one. */
    public synchronized void observe(Hlc remote) {
        long physical = time.millis();
        if (physical > millis && physical > remote.millis()) {
            set(physical, 0);
        } else if (millis == remote.millis()) {
            set(millis, Math.max(counter, remote.counter()) + 1);
        } else if (millis > remote.millis()) {
            set(millis, counter + 1);
        } else {
            set(remote.millis(), remote.counter() + 1);
        }
    }

    private void set(long newMillis, int newCounter) {
        boolean full = newCounter > Hlc.MAX_COUNTER;
        millis = full ? newMillis + 1 : newMillis;
        counter = full ? 0 : newCounter;
    }
}
