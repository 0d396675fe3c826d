package dev.xeocontext.gateway.edge;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Reads on after every answer. Reactor Netty reads a kept connection on demand, and forgets to when a request came so soon after the answer
 * to the one before that it had to wait, and then was answered at once, as a refusal is
 * (<a href="https://github.com/reactor/reactor-netty/pull/4347">reactor-netty 4347</a>): whoever asked next was never heard.
 */
@Component
final class ReadingOn implements NettyServerCustomizer {

    private static final String NAME = "xeo.readingOn";

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, address) ->
                channel.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, NAME, new AfterAnswers()));
    }

    private static final class AfterAnswers extends ChannelDuplexHandler {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean isOver = message instanceof LastHttpContent && !isUpgrade(message);
            var unused = context.write(message, promise);
            if (isOver) {
                // once whoever has answered is done; a read that was asked for already is the same one
                context.executor().execute(context::read);
            }
        }

        private static boolean isUpgrade(Object message) {
            return message instanceof HttpResponse answer
                    && answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        }
    }
}
