package dev.xeocontext.sync.presence;

import java.time.Duration;

/**
 * The while after Redis was away for so long that what was known of devices is over: until every replica has said again which are
 * connected to it, nobody is missed. For one thread at a time.
 */
final class Recovery {

    private static final long NEVER = -1;

    private final long tolerated;
    private final long lasts;
    private long lastLook = NEVER;
    private long until;

    /** By how replicas say who is connected to them, and how long that holds. */
    Recovery(PresenceConfig config) {
        Duration between = config.heartbeat();
        this.tolerated = config.holds().minus(between).toMillis();
        this.lasts = between.toMillis();
    }

    /** Redis was asked, and answered then; answers whether it must not be believed that whoever is missing is gone. */
    boolean isUnderWay(long now) {
        if (lastLook != NEVER && now - lastLook > tolerated) {
            until = now + lasts;
        }
        lastLook = now;
        return now < until;
    }

    /** There is nothing to ask for, so that the next time says nothing about how long Redis was away. */
    void rest() {
        lastLook = NEVER;
    }
}
