package dev.xeocontext.sync.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.HandTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Owners that take a call and never give all of an answer, or take none. */
class HttpOwnerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final HandTimer timer = new HandTimer();
    private final CountDownLatch called = new CountDownLatch(1);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anOwnerThatNeverAnswersHasDecidedNothing() throws InterruptedException {
        assertThat(undecided(request -> {}).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE.code());
    }

    @Test
    void anOwnerThatStopsInTheMiddleOfItsAnswerHasDecidedNothing() throws InterruptedException {
        Handler<HttpServerRequest> half =
                request -> request.response().putHeader("Content-Length", "100").write("{\"results\":[");

        assertThat(undecided(half).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE.code());
    }

    @Test
    void anOwnerOnWhomTooManyWaitHasDecidedNothing() throws InterruptedException {
        HttpOwner owner = owner(request -> {});
        UniAssertSubscriber<OpBatchAnswer> under = apply(owner);
        assertThat(called.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        List<UniAssertSubscriber<OpBatchAnswer>> later = List.of(apply(owner), apply(owner));

        Awaitility.await().atMost(PATIENCE).until(() -> failures(later).size() == 1);

        assertThat(failures(later))
                .singleElement()
                .isInstanceOfSatisfying(
                        Undecided.class,
                        undecided -> assertThat(undecided.problem().code()).isEqualTo(ProblemCode.UNAVAILABLE.code()));
        under.assertNotTerminated();
    }

    private static List<Throwable> failures(List<UniAssertSubscriber<OpBatchAnswer>> answers) {
        return answers.stream()
                .filter(answer -> answer.getFailure() != null)
                .map(UniAssertSubscriber::getFailure)
                .toList();
    }

    private static UniAssertSubscriber<OpBatchAnswer> apply(HttpOwner owner) {
        return owner.apply("token", new OpBatch(new UUID(0, 1), List.of(), false))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private HttpOwner owner(Handler<HttpServerRequest> answers) {
        return new HttpOwner(
                "todos",
                config(listen(answers)),
                new Deadlines(timer, new SimpleMeterRegistry()),
                vertx,
                new ObjectMapper());
    }

    private Undecided undecided(Handler<HttpServerRequest> answers) throws InterruptedException {
        UniAssertSubscriber<OpBatchAnswer> answer = apply(owner(answers));
        assertThat(called.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        answer.assertNotTerminated();

        timer.elapse();

        return (Undecided) answer.awaitFailure(PATIENCE).getFailure();
    }

    private int listen(Handler<HttpServerRequest> answers) {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    answers.handle(request);
                    called.countDown();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static OwnersConfig.Owner config(int port) {
        return new OwnersConfig.Owner() {
            @Override
            public URI url() {
                return URI.create("http://127.0.0.1:" + port);
            }

            @Override
            public Set<String> collections() {
                return Set.of("todos");
            }

            @Override
            public Duration timeout() {
                return PATIENCE;
            }

            @Override
            public int connections() {
                return 1;
            }

            @Override
            public int waiting() {
                return 1;
            }
        };
    }
}
