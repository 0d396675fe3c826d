package dev.xeocontext.sync.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.HalfAnswers;
import dev.xeocontext.sync.HandTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class IdentityDevicesTest {

    @Test
    void anAnswerThatStopsInItsMiddleIsNone() throws InterruptedException {
        HandTimer timer = new HandTimer();
        try (HalfAnswers identity = new HalfAnswers()) {
            IdentityDevices devices = new IdentityDevices(
                    identity.url(),
                    Duration.ofSeconds(30),
                    1,
                    new ObjectMapper(),
                    new Deadlines(timer, new SimpleMeterRegistry()),
                    identity.vertx());
            CompletableFuture<List<KnownDevice>> answer = devices.list("token").subscribeAsCompletionStage();
            assertThat(identity.wasCalled()).isTrue();
            assertThat(answer).isNotDone();

            timer.elapse();

            assertThat(answer.exceptionNow())
                    .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                    .extracting(ProblemException::code)
                    .isEqualTo(ProblemCode.UNAVAILABLE);
        }
    }
}
