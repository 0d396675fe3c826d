package dev.xeocontext.sync;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An HTTP server that stops in the middle of every answer. */
public final class HalfAnswers implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch called = new CountDownLatch(1);
    private final int port = vertx.createHttpServer()
            .requestHandler(request -> {
                request.response().putHeader("Content-Length", "100").write("{\"a\":[");
                called.countDown();
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();

    /** For its clients too. */
    public Vertx vertx() {
        return vertx;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Waits for a call; tells whether there was one. */
    public boolean wasCalled() throws InterruptedException {
        return called.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
