package dev.xeocontext.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.bench.measure.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopsTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void aClosedLoopNeverHasTwoActsOfAWorkerUnderWay() throws InterruptedException {
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();

        var result = ClosedLoop.run(
                1,
                (worker, number, due) -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    return soon().thenRun(underWay::decrementAndGet);
                },
                Duration.ZERO,
                SHORT,
                Window.NONE);

        assertThat(most).hasValue(1);
        assertThat(result.acts()).isPositive();
        assertThat(result.failures()).isZero();
    }

    @Test
    void aClosedLoopStopsAWorkerThatFails() throws InterruptedException {
        var begun = new AtomicInteger();

        var result = ClosedLoop.run(
                1,
                (worker, number, due) -> {
                    begun.incrementAndGet();
                    return CompletableFuture.failedFuture(new IllegalStateException("no"));
                },
                Duration.ZERO,
                SHORT,
                Window.NONE);

        assertThat(begun).hasValue(1);
        assertThat(result.failures()).isEqualTo(1);
        assertThat(result.firstFailure()).contains("no");
    }

    @Test
    void anOpenLoopBeginsEveryActHoweverSlowTheServerIs() throws InterruptedException {
        var workers = Collections.synchronizedList(new ArrayList<Integer>());
        var held = new CompletableFuture<Void>();

        var result = OpenLoop.run(
                2,
                100,
                (worker, number, due) -> {
                    workers.add(worker);
                    if (number == 3) {
                        held.complete(null);
                    }
                    return held;
                },
                Duration.ZERO,
                Duration.ofMillis(40),
                Window.NONE);

        assertThat(workers).isEqualTo(List.of(0, 1, 0, 1));
        assertThat(result.acts()).isEqualTo(4);
    }

    @Test
    void anOpenLoopChargesAStallToAllWhoWaited() throws InterruptedException {
        var result = OpenLoop.run(
                1,
                100,
                (worker, number, due) -> {
                    if (number == 0) {
                        stallUntil(due + TimeUnit.MILLISECONDS.toNanos(100));
                    }
                    return CompletableFuture.completedFuture(null);
                },
                Duration.ZERO,
                Duration.ofMillis(50),
                Window.NONE);

        // due after 0, 10, 20, 30 and 40 ms, and begun after 100 ms
        assertThat(result.acts()).isEqualTo(5);
        assertThat(result.latency().p50()).isGreaterThanOrEqualTo(79);
    }

    @Test
    void theWarmUpIsNotTimed() throws InterruptedException {
        var result = OpenLoop.run(
                1,
                100,
                (worker, number, due) -> CompletableFuture.completedFuture(null),
                Duration.ofMillis(30),
                Duration.ofMillis(20),
                Window.NONE);

        assertThat(result.acts()).isEqualTo(2);
    }

    private static CompletableFuture<Void> soon() {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
    }

    private static void stallUntil(long nanoTime) {
        try {
            Pace.until(nanoTime);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
