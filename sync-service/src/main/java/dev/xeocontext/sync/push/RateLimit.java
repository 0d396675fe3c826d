package dev.xeocontext.sync.push;

import java.time.InstantSource;

/** How much a connection or a session may still do: refilled steadily, up to a burst. Safe for use by several threads. */
public final class RateLimit {

    private static final double MILLIS = 1_000;

    private final int burst;
    private final double perSecond;
    private final InstantSource time;
    private double tokens;
    private long refilledAt;

    public RateLimit(int burst, double perSecond, InstantSource time) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.time = time;
        this.tokens = burst;
        this.refilledAt = time.millis();
    }

    /** Takes one; says no by returning false. */
    public boolean tryTake() {
        return take(1) == 1;
    }

    /** Takes as many as there are, at most {@code wanted}. */
    synchronized int take(int wanted) {
        refill();
        int taken = Math.clamp((long) tokens, 0, wanted);
        tokens -= taken;
        return taken;
    }

    /** Takes all of them, or as many as there ever are, or none. */
    synchronized int takeAll(int wanted) {
        refill();
        if (tokens < Math.min(wanted, burst)) {
            return 0;
        }
        tokens -= Math.min(wanted, burst);
        return wanted;
    }

    /** How long until so many are there, or as many as there ever are, in milliseconds. */
    synchronized long millisUntil(int wanted) {
        refill();
        double missing = Math.min(wanted, burst) - tokens;
        return Math.max(1, (long) Math.ceil(missing * MILLIS / perSecond));
    }

    /** A clock that is set back takes nothing away. */
    private void refill() {
        long now = time.millis();
        long passed = Math.max(0, now - refilledAt);
        tokens = Math.min(burst, tokens + passed * perSecond / MILLIS);
        refilledAt = now;
    }
}
