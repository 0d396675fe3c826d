package dev.xeocontext.bench.limit;

import dev.xeocontext.bench.client.Sockets;
import dev.xeocontext.bench.load.Act;
import dev.xeocontext.bench.load.Crowd;
import io.vertx.core.http.WebSocket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sockets that say something and wait until they hear it again. */
final class EchoAct implements Act, AutoCloseable {

    private static final int AT_ONCE = 20;

    private final List<Line> lines;
    private final String text;

    private EchoAct(List<Line> lines, String text) {
        this.lines = lines;
        this.text = text;
    }

    static EchoAct of(Sockets sockets, URI echo, int workers, int bytes) throws InterruptedException {
        var lines = Crowd.each(
                workers,
                AT_ONCE,
                number -> new Line(sockets.open(echo, List.of()).join()));
        return new EchoAct(lines, Padding.of(bytes));
    }

    @Override
    public CompletableFuture<?> begin(int worker, int number, long due) {
        return lines.get(worker).say(text);
    }

    @Override
    public void close() {
        lines.forEach(Line::close);
    }

    private static final class Line {

        private final WebSocket socket;
        private final Queue<CompletableFuture<String>> expected = new ConcurrentLinkedQueue<>();

        Line(WebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(this::hear);
        }

        CompletableFuture<String> say(String text) {
            var heard = new CompletableFuture<String>();
            expected.add(heard);
            var unused = socket.writeTextMessage(text).onFailure(heard::completeExceptionally);
            return heard;
        }

        private void hear(String text) {
            var first = expected.poll();
            if (first != null) {
                first.complete(text);
            }
        }

        void close() {
            var unused = socket.close();
        }
    }
}
