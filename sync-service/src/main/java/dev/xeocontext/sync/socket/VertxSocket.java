package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.CloseCode;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.Executor;

/** A socket of Vert.x. Its own write queue counts the bytes that are on their way. */
final class VertxSocket implements ClientSocket {

    private final ServerWebSocket socket;
    private final Executor loop;

    VertxSocket(ServerWebSocket socket, Context context, int outboundBytes) {
        this.socket = socket;
        this.loop = task -> context.runOnContext(ignored -> task.run());
        socket.setWriteQueueMaxSize(outboundBytes);
    }

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public boolean writable() {
        return socket.isClosed() || !socket.writeQueueFull();
    }

    @Override
    public void send(String frame) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(frame);
        }
    }

    @Override
    public void pauseReading() {
        if (!socket.isClosed()) {
            socket.pause();
        }
    }

    @Override
    public void resumeReading() {
        if (!socket.isClosed()) {
            socket.resume();
        }
    }

    @Override
    public void close(CloseCode code) {
        socket.close((short) code.code(), code.reason());
    }
}
