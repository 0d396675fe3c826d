package dev.xeocontext.sync.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private Instant now = Instant.ofEpochMilli(1_000_000);
    private final RateLimit limit = new RateLimit(100, 50, () -> now);

    @Test
    void givesABurstAndNoMore() {
        assertThat(limit.take(60)).isEqualTo(60);
        assertThat(limit.take(60)).isEqualTo(40);
        assertThat(limit.take(60)).isZero();
        assertThat(limit.tryTake()).isFalse();
    }

    @Test
    void fillsUpSteadilyButNotBeyondABurst() {
        limit.take(100);
        now = now.plusMillis(500);
        assertThat(limit.take(100)).isEqualTo(25);
        now = now.plusSeconds(3_600);
        assertThat(limit.take(1_000)).isEqualTo(100);
    }

    @Test
    void losesNothingWhenTheClockIsSetBack() {
        limit.take(60);
        now = now.minusSeconds(3_600);
        assertThat(limit.take(100)).isEqualTo(40);
        now = now.plusMillis(500);
        assertThat(limit.take(100)).isEqualTo(25);
    }

    @Test
    void givesAllOrNothing() {
        assertThat(limit.takeAll(60)).isEqualTo(60);
        assertThat(limit.takeAll(60)).isZero();
        assertThat(limit.takeAll(40)).isEqualTo(40);
    }

    @Test
    void givesWhatExceedsABurstOnceItIsFull() {
        assertThat(limit.takeAll(1_000)).isEqualTo(1_000);
        assertThat(limit.takeAll(1_000)).isZero();
        now = now.plusMillis(1_980);
        assertThat(limit.takeAll(1_000)).isZero();
        now = now.plusMillis(20);
        assertThat(limit.takeAll(1_000)).isEqualTo(1_000);
    }

    @Test
    void tellsHowLongToWait() {
        limit.take(100);

        assertThat(limit.millisUntil(50)).isEqualTo(1_000);
        assertThat(limit.millisUntil(1_000)).isEqualTo(2_000);
        now = now.plusMillis(1_000);
        assertThat(limit.millisUntil(50)).isEqualTo(1);
        assertThat(limit.take(50)).isEqualTo(50);
    }
}
