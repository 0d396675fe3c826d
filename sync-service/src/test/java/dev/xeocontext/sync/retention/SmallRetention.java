package dev.xeocontext.sync.retention;

import java.time.Duration;

/** Keeps little, so that there is always something to take out. */
record SmallRetention(int newestEvents, int batch) implements RetentionConfig {

    @Override
    public Duration events() {
        return Duration.ofDays(30);
    }

    @Override
    public Duration tombstones() {
        return Duration.ofDays(90);
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(10);
    }
}
