package dev.xeocontext.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final long MINUTE = 60_000;

    private final Recovery recovery = new Recovery(new PatientPresence());

    @Test
    void isNotWhileRedisAnswers() {
        assertThat(recovery.isUnderWay(0)).isFalse();
        assertThat(recovery.isUnderWay(45 * MINUTE)).isFalse();
        assertThat(recovery.isUnderWay(90 * MINUTE)).isFalse();
    }

    @Test
    void lastsUntilEveryReplicaHasHadItsTurn() {
        recovery.isUnderWay(0);

        assertThat(recovery.isUnderWay(46 * MINUTE)).isTrue();
        assertThat(recovery.isUnderWay(60 * MINUTE)).isTrue();
        assertThat(recovery.isUnderWay(61 * MINUTE)).isFalse();
    }

    @Test
    void isNotWhenNothingWasAsked() {
        recovery.isUnderWay(0);
        recovery.rest();

        assertThat(recovery.isUnderWay(100 * MINUTE)).isFalse();
    }
}
