package dev.xeocontext.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.HalfAnswers;
import dev.xeocontext.sync.HandTimer;
import dev.xeocontext.sync.push.OwnersConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HttpRecordOwnerTest {

    @Test
    void anAnswerThatStopsInItsMiddleEndsTheComparison() throws InterruptedException {
        HandTimer timer = new HandTimer();
        try (HalfAnswers todos = new HalfAnswers()) {
            HttpRecordOwner owner = new HttpRecordOwner(
                    "todos",
                    config(todos.url()),
                    new QuickReconcile(),
                    new Deadlines(timer, new SimpleMeterRegistry()),
                    Optional.empty(),
                    new ObjectMapper(),
                    todos.vertx());
            CompletableFuture<OwnerDigest> answer =
                    owner.digest(new UUID(0, 1), "todos", 0).subscribeAsCompletionStage();
            assertThat(todos.wasCalled()).isTrue();
            assertThat(answer).isNotDone();

            timer.elapse();

            assertThat(answer.exceptionNow()).isInstanceOf(TimeoutException.class);
        }
    }

    private static OwnersConfig.Owner config(URI url) {
        OwnersConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(OwnersConfig.class)
                .withDefaultValue("xeo.owners.todos.url", url.toString())
                .withDefaultValue("xeo.owners.todos.collections", "todos")
                .build()
                .getConfigMapping(OwnersConfig.class);
        return Objects.requireNonNull(config.owners().get("todos"));
    }
}
