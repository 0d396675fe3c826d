package dev.xeocontext.bench.limit;

import dev.xeocontext.bench.client.Sockets;
import dev.xeocontext.bench.load.Arrivals;
import dev.xeocontext.bench.load.Crowd;
import dev.xeocontext.bench.load.OpenLoop;
import dev.xeocontext.bench.measure.Window;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One who says, many who listen. Each frame begins with its number. */
final class BareFanOut {

    private static final int AT_ONCE = 20;

    private final Sockets sockets;
    private final BareServer server;

    BareFanOut(Sockets sockets, BareServer server) {
        this.sockets = sockets;
        this.server = server;
    }

    Limit run(int listeners, int perSecond, int bytes, Duration warmUp, Duration measured) throws InterruptedException {
        int frames = OpenLoop.acts(perSecond, warmUp, measured);
        var arrivals = new Arrivals(OpenLoop.acts(perSecond, warmUp, Duration.ZERO), frames, listeners);
        var all = Crowd.each(listeners, AT_ONCE, number -> listen(number, arrivals));
        var speaker = sockets.open(server.uri("/say"), List.of()).join();
        var frame = new NumberedText(bytes);
        var result = OpenLoop.run(
                1,
                perSecond,
                (worker, number, due) -> {
                    arrivals.sent(number, due);
                    return say(speaker, frame.of(number));
                },
                warmUp,
                measured,
                Window.NONE);
        arrivals.awaitAll();
        all.forEach(BareFanOut::close);
        close(speaker);
        return new Limit(
                "bare WebSocket",
                (arrivals.expected() - arrivals.missing()) * 1e9 / result.wall().toNanos(),
                arrivals.latency(),
                result.failures() + arrivals.missing());
    }

    private WebSocket listen(int number, Arrivals arrivals) {
        var socket = sockets.open(server.uri("/listen"), List.of()).join();
        socket.textMessageHandler(text -> arrivals.arrived(number, NumberedText.number(text), System.nanoTime()));
        return socket;
    }

    private static CompletableFuture<Void> say(WebSocket socket, String text) {
        return socket.writeTextMessage(text).toCompletionStage().toCompletableFuture();
    }

    private static void close(WebSocket socket) {
        var unused = socket.close();
    }
}
