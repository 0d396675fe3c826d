package dev.xeocontext.sync.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;

/**
 * Drops pings of RFC 6455 while the socket is full. Vert.x answers every ping that it sees before anybody can stop it, so the
 * answers to a device that takes none of them would fill the memory. The RFC wants the latest ping answered, not each.
 */
final class PingGate extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
            ping.release();
        } else {
            context.fireChannelRead(message);
        }
    }
}
