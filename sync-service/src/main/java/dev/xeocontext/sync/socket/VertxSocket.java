package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.CloseCode;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A socket of Vert.x. Its own write queue counts the bytes that are on their way. */
final class VertxSocket implements ClientSocket {

    private final ServerWebSocket socket;
    private final ChannelHandlerContext server;
    private final Executor loop;
    private final Duration lastFrames;
    private final LongAdder underWay;

    /**
     * A socket that was opened.
     *
     * @param connection of the socket
     * @param lastFrames how long a device has to take what was sent before the end
     * @param underWay of all sockets: how much of what was sent the network has not taken yet
     */
    VertxSocket(
            ServerWebSocket socket,
            ConnectionBase connection,
            Context context,
            int outboundBytes,
            Duration lastFrames,
            LongAdder underWay) {
        this.socket = socket;
        this.server = connection.channelHandlerContext();
        this.lastFrames = lastFrames;
        this.underWay = underWay;
        this.loop = task -> context.runOnContext(ignored -> task.run());
        socket.setWriteQueueMaxSize(outboundBytes);
        server.pipeline().addBefore(server.name(), "pings", new PingGate());
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
        socket.pause();
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
        Future<?> end = server.executor().schedule(this::cut, lastFrames.toMillis(), TimeUnit.MILLISECONDS);
        server.channel().closeFuture().addListener(closed -> end.cancel(false));
    }

    /** From below the server, which would try to close the socket first and give that as much time again. */
    private void cut() {
        server.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
