package dev.xeocontext.gateway.socket;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.adapter.ReactorNettyWebSocketSession;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * Upgrades a connection so that a message that comes in fragments is put together from its first one on. The
 * framework's own strategy begins with that when the connection to the service stands, and breaks off when a client was
 * faster.
 */
@Component
@Primary
class WholeMessages implements RequestUpgradeStrategy {

    private final int maxBytes;

    WholeMessages(HttpClientProperties config) {
        this.maxBytes = Objects.requireNonNull(config.getWebsocket().getMaxFramePayloadLength());
    }

    @Override
    public Mono<Void> upgrade(
            ServerWebExchange exchange,
            WebSocketHandler handler,
            @Nullable String protocol,
            Supplier<HandshakeInfo> handshake) {
        ServerHttpResponse response = exchange.getResponse();
        HttpServerResponse connection = ServerHttpResponseDecorator.getNativeResponse(response);
        NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
        HandshakeInfo info = handshake.get();
        return response.setComplete()
                .then(Mono.defer(() -> connection.sendWebsocket(
                        (in, out) -> handler.handle(new ReactorNettyWebSocketSession(
                                in.aggregateFrames(maxBytes), out, info, buffers, maxBytes)),
                        spec(protocol))));
    }

    /** Pings go through to the service, which answers them. */
    private WebsocketServerSpec spec(@Nullable String protocol) {
        WebsocketServerSpec.Builder spec =
                WebsocketServerSpec.builder().maxFramePayloadLength(maxBytes).handlePing(true);
        return protocol == null ? spec.build() : spec.protocols(protocol).build();
    }
}
