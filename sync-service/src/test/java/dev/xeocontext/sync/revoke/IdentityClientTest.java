package dev.xeocontext.sync.revoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.HalfAnswers;
import dev.xeocontext.sync.HandTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class IdentityClientTest {

    @Test
    void anAnswerThatStopsInItsMiddleHoldsTheNextQuestionUpForAWhileOnly() throws InterruptedException {
        HandTimer timer = new HandTimer();
        try (HalfAnswers identity = new HalfAnswers()) {
            IdentityClient client = new IdentityClient(
                    identity.url(),
                    Duration.ofSeconds(30),
                    Optional.empty(),
                    new ObjectMapper(),
                    new Deadlines(timer, new SimpleMeterRegistry()),
                    identity.vertx());
            CompletableFuture<RevokedSessions> answer = client.revokedSince(0).subscribeAsCompletionStage();
            assertThat(identity.wasCalled()).isTrue();
            assertThat(answer).isNotDone();

            timer.elapse();

            assertThat(answer.exceptionNow()).isInstanceOf(TimeoutException.class);
        }
    }
}
