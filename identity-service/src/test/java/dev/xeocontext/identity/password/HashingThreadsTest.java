package dev.xeocontext.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashingThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final HashingThreads threads = new HashingThreads(vertx, 1, 1);

    @AfterEach
    void close() {
        vertx.close().await().atMost(PATIENCE);
    }

    @Test
    void refusesOneMoreThanMayWaitAndTakesOneAgainLater() {
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Integer> running = threads.run(() -> after(goOn, 1)).subscribeAsCompletionStage();
        CompletableFuture<Integer> waiting = threads.run(() -> after(goOn, 2)).subscribeAsCompletionStage();

        assertThatThrownBy(() -> threads.run(() -> 3).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));

        goOn.countDown();
        assertThat(running.join()).isEqualTo(1);
        assertThat(waiting.join()).isEqualTo(2);
        assertThat(threads.run(() -> 4).await().atMost(PATIENCE)).isEqualTo(4);
    }

    private static int after(CountDownLatch latch, int answer) throws InterruptedException {
        latch.await();
        return answer;
    }
}
