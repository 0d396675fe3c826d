package dev.xeocontext.gateway.socket;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.context.annotation.Primary;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** Upgrades the connection of a device, and joins it to that of the service below sessions and messages. */
@Component
@Primary
class DeviceUpgrade implements RequestUpgradeStrategy {

    private final int maxBytes;

    DeviceUpgrade(HttpClientProperties config) {
        this.maxBytes = Objects.requireNonNull(config.getWebsocket().getMaxFramePayloadLength());
    }

    @Override
    public Mono<Void> upgrade(
            ServerWebExchange exchange,
            WebSocketHandler handler,
            @Nullable String protocol,
            Supplier<HandshakeInfo> handshake) {
        Relay relay = (Relay) handler;
        ServerHttpResponse response = exchange.getResponse();
        HttpServerResponse connection = ServerHttpResponseDecorator.getNativeResponse(response);
        return response.setComplete()
                .then(Mono.defer(
                        () -> connection.sendWebsocket((in, out) -> relay.join(Side.of(in, out)), spec(relay))));
    }

    /** The framework's choice of the protocol is not asked: it misses a name after a blank. Pings go through to the service. */
    private WebsocketServerSpec spec(Relay relay) {
        WebsocketServerSpec.Builder spec =
                WebsocketServerSpec.builder().maxFramePayloadLength(maxBytes).handlePing(true);
        relay.protocol().ifPresent(spec::protocols);
        return spec.build();
    }
}
