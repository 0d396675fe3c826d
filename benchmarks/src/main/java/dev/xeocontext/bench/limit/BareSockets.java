package dev.xeocontext.bench.limit;

import dev.xeocontext.bench.client.Sockets;
import dev.xeocontext.bench.load.Crowd;
import dev.xeocontext.bench.measure.Latencies;
import dev.xeocontext.bench.measure.Memory;
import io.vertx.core.http.WebSocket;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What a bare server does for clients that come, read much, or stay. */
final class BareSockets {

    private static final int AT_ONCE = 20;

    private final Sockets sockets;
    private final BareServer server;

    BareSockets(Sockets sockets, BareServer server) {
        this.sockets = sockets;
        this.server = server;
    }

    /** Asks for it twice: the first time warms up. */
    Duration download(int frames, int bytes) {
        read(frames, bytes).join();
        long begun = System.nanoTime();
        read(frames, bytes).join();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    Limit reconnect(int clients, int bytes) {
        var latencies = new Latencies();
        long begun = System.nanoTime();
        var all = Stream.generate(() -> read(1, bytes).thenRun(() -> latencies.record(System.nanoTime() - begun)))
                .limit(clients)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Limit("bare WebSocket", clients / seconds, latencies.summary(), 0);
    }

    double idleBytes(int count) throws IOException, InterruptedException {
        var before = Memory.afterCollection(server.pid());
        var uri = server.uri("/listen");
        var open = Crowd.each(
                count, AT_ONCE, number -> sockets.open(uri, List.of()).join());
        var after = Memory.afterCollection(server.pid());
        open.forEach(BareSockets::close);
        return (after.residentBytes() - before.residentBytes()) / (double) count;
    }

    /** Connects, waits for so many frames, and leaves. */
    private CompletableFuture<Void> read(int frames, int bytes) {
        var left = new AtomicInteger(frames);
        var done = new CompletableFuture<Void>();
        URI uri = server.uri("/send?frames=" + frames + "&bytes=" + bytes);
        var unused = sockets.open(uri, List.of()).whenComplete((socket, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
                return;
            }
            socket.textMessageHandler(text -> {
                if (left.decrementAndGet() == 0) {
                    done.complete(null);
                    close(socket);
                }
            });
        });
        return done;
    }

    private static void close(WebSocket socket) {
        var unused = socket.close();
    }
}
