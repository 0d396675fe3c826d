package dev.xeocontext.sync.reconcile;

import java.time.Duration;

/** Waits for nothing. */
record QuickReconcile() implements ReconcileConfig {

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }

    @Override
    public Duration lookEvery() {
        return Duration.ofHours(1);
    }

    @Override
    public int stores() {
        return 4;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Duration lease() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Duration retryPause() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Duration recheckPause() {
        return Duration.ofMillis(1);
    }

    @Override
    public Duration doubtPause() {
        return Duration.ofMinutes(1);
    }
}
