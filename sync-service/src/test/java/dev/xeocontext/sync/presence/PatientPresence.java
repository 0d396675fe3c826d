package dev.xeocontext.sync.presence;

import java.time.Duration;

/** Everything holds longer than a test takes; what is over is made so. */
record PatientPresence() implements PresenceConfig {

    @Override
    public Duration heartbeat() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Duration holds() {
        return Duration.ofHours(1);
    }

    @Override
    public Duration look() {
        return Duration.ofHours(1);
    }

    @Override
    public Duration stateHolds() {
        return Duration.ofHours(1);
    }

    @Override
    public int stateBytes() {
        return 2_048;
    }

    @Override
    public double tellsPerSecond() {
        return 2;
    }

    @Override
    public int tellsAtOnce() {
        return 5;
    }

    @Override
    public int listed() {
        return 250;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public int waiting() {
        return 10_000;
    }
}
