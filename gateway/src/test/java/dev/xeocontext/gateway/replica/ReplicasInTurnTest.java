package dev.xeocontext.gateway.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicasInTurnTest {

    private static final URI A = URI.create("http://a:1");
    private static final URI B = URI.create("http://b:1");
    private static final URI C = URI.create("http://c:1");

    private Instant now = Instant.EPOCH;
    private final Replicas replicas =
            new Replicas(new ReplicaConfig(List.of(A, B, C), Duration.ofSeconds(2)), () -> now);

    @Test
    void eachComesFirstInItsTurn() {
        assertThat(replicas.inTurn()).containsExactly(A, B, C);
        assertThat(replicas.inTurn()).containsExactly(B, C, A);
        assertThat(replicas.inTurn()).containsExactly(C, A, B);
        assertThat(replicas.inTurn()).containsExactly(A, B, C);
    }

    @Test
    void theOneThatFailedComesLastForAWhile() {
        replicas.failed(A);
        assertThat(replicas.inTurn()).containsExactly(B, C, A);
        assertThat(replicas.inTurn()).containsExactly(B, C, A);

        now = now.plusSeconds(2);
        assertThat(replicas.inTurn()).containsExactly(C, A, B);
        assertThat(replicas.inTurn()).containsExactly(A, B, C);
    }

    @Test
    void allAreTriedWhenAllHaveFailed() {
        replicas.failed(A);
        replicas.failed(B);
        replicas.failed(C);

        assertThat(replicas.inTurn()).containsExactly(A, B, C);
    }
}
