package dev.xeocontext.local.stack.part;

import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.ServerProcess;
import dev.xeocontext.local.stack.StartFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server that is kept running until it is stopped. A thread of its own does all of it, one thing after the other:
 *
 * <pre>
 *   prepare → start → wait until ready → wait until it ends ─┐
 *      ▲                                                     │
 *      └──────── pause, longer each time ◀───────────────────┘
 * </pre>
 *
 * A server that ends {@value #TRIES} times without ever having been ready is given up.
 */
public final class Part {

    private static final int TRIES = 3;
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);
    private static final int LINES_SHOWN = 12;

    private final ForegroundServer server;
    private final PidFile pidFile;
    private final LogFile log;
    private final Consumer<String> report;
    private final Backoff backoff = new Backoff();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Duration> firstReady = new CompletableFuture<>();
    private final long created = System.nanoTime();
    private final Thread keeper;
    private volatile @Nullable ServerProcess process;

    private Part(ForegroundServer server, Path run, Path logs, Consumer<String> report) {
        this.server = server;
        this.pidFile = PidFile.of(run, server.name());
        this.log = LogFile.of(logs, server.name());
        this.report = report;
        this.keeper = new Thread(this::keep, server.name());
    }

    /**
     * Begins to start the server, and returns at once.
     *
     * @param report takes sentences about what happens after the first start
     */
    public static Part start(ForegroundServer server, Path run, Path logs, Consumer<String> report) {
        var part = new Part(server, run, logs, report);
        part.keeper.start();
        return part;
    }

    public String name() {
        return server.name();
    }

    /** The process that runs now, if one does. */
    public OptionalLong pid() {
        var current = process;
        return current != null && current.isAlive() ? OptionalLong.of(current.pid()) : OptionalLong.empty();
    }

    /** Blocks until the server was ready for the first time; returns how long that took from its start. */
    public Duration awaitReady(Duration patience) {
        try {
            return firstReady.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StartFailed(name() + " is not ready after " + patience.toSeconds() + " s." + logged());
        } catch (ExecutionException e) {
            throw new StartFailed(
                    "%s does not start: %s."
                                    .formatted(name(), firstReady.exceptionNow().getMessage())
                            + logged(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("Interrupted while starting " + name() + '.');
        }
    }

    /** Asks the server to end for good, and returns at once. */
    public void requestStop() {
        stopping.countDown();
        var current = process;
        if (current != null) {
            current.requestStop();
        }
    }

    /** Blocks until no process is left. */
    public void awaitStopped() {
        var current = process;
        if (current != null) {
            current.awaitEnd(STOP_GRACE);
        }
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        int failures = 0;
        try {
            log.rotate();
            while (!isStopping()) {
                long begun = System.nanoTime();
                runOnce();
                if (isStopping()) {
                    return;
                }
                if (!firstReady.isDone() && ++failures == TRIES) {
                    throw new IOException("ended %d times before it was ready".formatted(TRIES));
                }
                pause(backoff.after(Duration.ofNanos(System.nanoTime() - begun)));
            }
        } catch (IOException | RuntimeException e) {
            if (!firstReady.completeExceptionally(e)) {
                report.accept("%s is given up: %s".formatted(name(), e.getMessage()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() throws IOException, InterruptedException {
        server.prepare();
        var started = ServerProcess.start(server.command(), log.path());
        process = started;
        pidFile.write(started.handle());
        if (isStopping()) {
            // asked to stop while there was no process to tell
            started.requestStop();
        }
        awaitReadyOrEnd(started);
        started.awaitEnd();
        pidFile.delete();
    }

    private void awaitReadyOrEnd(ServerProcess started) throws InterruptedException {
        while (started.isAlive() && !server.ready()) {
            stopping.await(PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (!started.isAlive() || isStopping()) {
            return;
        }
        if (!firstReady.complete(Duration.ofNanos(System.nanoTime() - created))) {
            report.accept(name() + " is ready again");
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        report.accept("%s ended; starting it again in %d ms".formatted(name(), duration.toMillis()));
        stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private String logged() {
        try {
            var lines = log.lastLines(LINES_SHOWN);
            return lines.isEmpty() ? "" : "%nThe end of %s:%n%s".formatted(log.path(), String.join("\n", lines));
        } catch (IOException e) {
            return " See " + log.path();
        }
    }
}
