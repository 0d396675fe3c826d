package dev.xeocontext.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RevokedSessionIdsTest {

    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private Instant now = Instant.ofEpochSecond(1_700_000_000);
    private final RevokedSessionIds ids = new RevokedSessionIds(KEPT_FOR, 3, () -> now);

    private static UUID session(long number) {
        return new UUID(7, number);
    }

    @Test
    void keepsASessionUntilItsLastTokenHasExpired() {
        ids.addAll(List.of(session(1)));

        now = now.plus(KEPT_FOR).minusMillis(1);
        assertThat(ids.contains(session(1))).isTrue();
        assertThat(ids.contains(session(2))).isFalse();
        now = now.plusMillis(1);
        assertThat(ids.contains(session(1))).isFalse();
    }

    @Test
    void forgetsWhatHasLapsedWhenItHearsNothingNew() {
        ids.addAll(List.of(session(1)));
        now = now.plusSeconds(1);
        ids.addAll(List.of(session(2)));

        now = now.plus(KEPT_FOR).minusSeconds(1);
        ids.addAll(List.of());
        assertThat(ids.size()).isEqualTo(1);
        now = now.plusSeconds(1);
        ids.addAll(List.of());
        assertThat(ids.size()).isZero();
    }

    @Test
    void hearingOfASessionAgainChangesNothing() {
        ids.addAll(List.of(session(1)));
        now = now.plusSeconds(1);
        ids.addAll(List.of(session(1), session(1)));

        assertThat(ids.size()).isEqualTo(1);
        now = now.plus(KEPT_FOR).minusSeconds(1);
        assertThat(ids.contains(session(1))).isFalse();
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        ids.addAll(
                LongStream.range(0, 50).mapToObj(RevokedSessionIdsTest::session).toList());

        assertThat(ids.size()).isEqualTo(3);
        assertThat(ids.contains(session(46))).isFalse();
        assertThat(ids.contains(session(47))).isTrue();
        assertThat(ids.contains(session(49))).isTrue();
    }
}
