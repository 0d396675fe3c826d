package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.CloseCode;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** A socket of Vert.x. Its own write queue counts the bytes that are on their way. */
final class VertxSocket implements ClientSocket {

    private final ServerWebSocket socket;
    private final Executor loop;
    private final LongAdder underWay;

    /** @param underWay of all sockets: how much of what was sent the network has not taken yet */
    VertxSocket(ServerWebSocket socket, Context context, int outboundBytes, LongAdder underWay) {
        this.socket = socket;
        this.underWay = underWay;
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
            int length = frame.length();
            underWay.add(length);
            socket.writeTextMessage(frame).onComplete(written -> underWay.add(-length));
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
