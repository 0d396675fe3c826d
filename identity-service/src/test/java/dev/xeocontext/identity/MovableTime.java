package dev.xeocontext.identity;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The time of the service under test: the real one, moved ahead by the tests that wait for something. */
@Mock
@Singleton
public class MovableTime implements InstantSource {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    public void pass(Duration duration) {
        ahead.accumulateAndGet(duration, Duration::plus);
    }
}
