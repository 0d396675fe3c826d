package dev.xeocontext.kit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdsTest {

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final InstantSource time = () -> Instant.ofEpochMilli(millis.get());
    private final Ids ids = new Ids(time, new Random(42));

    @Test
    void areOfVersion7AndCarryTheTime() {
        UUID id = ids.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_000_000);
    }

    @Test
    void increaseWithinAMillisecondAndBeyondItsCounter() {
        String last = "";
        for (int i = 0; i < 10_000; i++) {
            String next = ids.next().toString();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }

    @Test
    void increaseWhileTheClockStandsBack() {
        String before = ids.next().toString();
        millis.addAndGet(-5_000);
        assertThat(ids.next().toString()).isGreaterThan(before);
    }

    @Test
    void differBetweenInstances() {
        assertThat(new Ids(time, new Random(1)).next()).isNotEqualTo(new Ids(time, new Random(2)).next());
    }
}
