package dev.xeocontext.gateway.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.DisposableChannel;
import reactor.netty.NettyPipeline;
import reactor.netty.http.websocket.WebsocketInbound;

/**
 * Writes the frames that come in at one connection to another one, in the order in which they come: all that were read at
 * a time, then one flush. Reads on only while the other connection takes more. Closing is not its business: it lets that pass.
 *
 * <p>A frame costs a fraction here of what it costs as a signal of a reactive stream, and a fan-out is thousands of them.
 */
final class FrameRelay extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(FrameRelay.class);

    /** What came before it was known where to: no more than one read brings, for there is no second one. */
    private final Queue<WebSocketFrame> early = new ArrayDeque<>();

    private final AtomicBoolean waiting = new AtomicBoolean();
    private @Nullable ChannelHandlerContext here;
    private volatile @Nullable FrameRelay other;

    private FrameRelay() {}

    /** From here on, frames of this connection don't reach the reactive stream. */
    static FrameRelay on(WebsocketInbound connection) {
        FrameRelay relay = new FrameRelay();
        connection.withConnection((DisposableChannel taken) ->
                taken.channel().pipeline().addBefore(NettyPipeline.ReactiveBridge, null, relay));
        return relay;
    }

    /** Passes everything on in both directions from now on. */
    static void join(FrameRelay first, FrameRelay second) {
        first.begin(second);
        second.begin(first);
    }

    private void begin(FrameRelay target) {
        here().executor().execute(() -> {
            other = target;
            early.forEach(this::passOn);
            early.clear();
            flushAndReadOn();
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        here = context;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame) || message instanceof CloseWebSocketFrame) {
            context.fireChannelRead(message);
        } else if (other == null) {
            early.add(frame);
        } else {
            passOn(frame);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a connection that no longer takes anything is about to close
    private void passOn(WebSocketFrame frame) {
        Objects.requireNonNull(other).channel().write(frame);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (other != null) {
            flushAndReadOn();
        }
        context.fireChannelReadComplete();
    }

    private void flushAndReadOn() {
        Channel target = Objects.requireNonNull(other).channel();
        target.flush();
        waiting.set(true);
        if (target.isWritable()) {
            readOn();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        FrameRelay source = other;
        if (source != null && context.channel().isWritable()) {
            source.here().executor().execute(source::readOn);
        }
        context.fireChannelWritabilityChanged();
    }

    /** A device that is cut off is no fault of anybody's: it is closed like one that has gone. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do afterwards
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("A connection broke", failure);
            context.close();
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    private void readOn() {
        if (waiting.compareAndSet(true, false)) {
            here().read();
        }
    }

    private ChannelHandlerContext here() {
        return Objects.requireNonNull(here);
    }

    private Channel channel() {
        return here().channel();
    }
}
