package dev.xeocontext.sync.socket;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What is configured unless somebody says otherwise. */
record PatientConfig() implements SocketConfig {

    @Override
    public Optional<Set<String>> allowedOrigins() {
        return Optional.empty();
    }

    @Override
    public Duration helloTimeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration idleTimeout() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Duration stallTimeout() {
        return Duration.ofMinutes(2);
    }

    @Override
    public Duration expiryWarning() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Duration cursorAge() {
        return Duration.ofSeconds(30);
    }

    @Override
    public int outboundBytes() {
        return 1 << 18;
    }

    @Override
    public int messagesPerSecond() {
        return 5_000;
    }

    @Override
    public int toleratedErrors() {
        return 100;
    }

    @Override
    public Duration drainTimeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration drainRetry() {
        return Duration.ofSeconds(2);
    }
}
