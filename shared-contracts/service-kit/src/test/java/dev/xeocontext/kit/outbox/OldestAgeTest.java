package dev.xeocontext.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OldestAgeTest {

    private Instant now = Instant.EPOCH;
    private final OldestAge age = new OldestAge(() -> now);

    @Test
    void goesOnCountingWhatWasThere() {
        age.found(5);
        pass(3);
        assertThat(age.seconds()).isEqualTo(8);
        age.unknown();
        pass(1);
        assertThat(age.seconds()).isEqualTo(9);
    }

    @Test
    void isNothingWhileThereIsNothing() {
        age.found(0);
        pass(3);
        assertThat(age.seconds()).isZero();
    }

    @Test
    void countsFromTheLastLookWhenNobodyCanLookAnyMore() {
        age.found(0);
        pass(3);
        age.unknown();
        pass(4);
        age.unknown();
        assertThat(age.seconds()).isEqualTo(7);
        age.found(0);
        assertThat(age.seconds()).isZero();
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }
}
