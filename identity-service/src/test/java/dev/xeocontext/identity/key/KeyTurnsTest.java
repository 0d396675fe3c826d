package dev.xeocontext.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTurnsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SIGN_FOR = Duration.ofDays(30);
    private static final Duration AHEAD = Duration.ofMinutes(15);
    private static final Duration AFTER = Duration.ofHours(1);
    private static final Instant DUE = START.plus(SIGN_FOR);

    private final KeyTurns turns = new KeyTurns(SIGN_FOR, AHEAD, AFTER);

    @Test
    void startsTheFirstKeyAtOnce() {
        assertThat(turns.nextStart(List.of(), START)).contains(START);
    }

    @Test
    void makesTheNextKeyWellBeforeItSigns() {
        Instant justBefore = DUE.minus(AHEAD).minusMillis(1);
        assertThat(turns.nextStart(List.of(START), justBefore)).isEmpty();
        assertThat(turns.nextStart(List.of(START), DUE.minus(AHEAD))).contains(DUE);
    }

    @Test
    void publishesAheadEvenWhenItIsLate() {
        Instant late = DUE.plus(Duration.ofDays(3));
        assertThat(turns.nextStart(List.of(START), late)).contains(late.plus(AHEAD));
    }

    @Test
    void makesOneKeyOnly() {
        assertThat(turns.nextStart(List.of(START, DUE), DUE.minus(AHEAD))).isEmpty();
    }

    @Test
    void signsWithTheOldKeyUntilTheNewOnesTurn() {
        List<Instant> starts = List.of(START, DUE);
        assertThat(turns.current(starts, DUE.minusMillis(1))).isZero();
        assertThat(turns.current(starts, DUE)).isEqualTo(1);
    }

    @Test
    void keepsTheOldKeyPublishedForAWhile() {
        List<Instant> starts = List.of(START, DUE);
        assertThat(turns.expired(starts, DUE.plus(AFTER))).isZero();
        assertThat(turns.expired(starts, DUE.plus(AFTER).plusMillis(1))).isEqualTo(1);
    }

    @Test
    void neverDropsTheLastKey() {
        assertThat(turns.expired(List.of(START), START.plus(Duration.ofDays(3650))))
                .isZero();
    }
}
