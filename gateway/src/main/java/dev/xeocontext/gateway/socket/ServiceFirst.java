package dev.xeocontext.gateway.socket;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;

/**
 * Connects to the service before it upgrades the connection of the device, so that a service that is away, or refuses, is
 * told as an answer to the request. The framework's own filter, which comes next, upgrades first and then can only close.
 */
@Component
class ServiceFirst implements GlobalFilter, Ordered {

    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String OF_THE_HANDSHAKE = "sec-websocket";

    private final HttpClient client;
    private final int maxBytes;
    private final Duration patience;
    private final WebSocketService upgrades;
    private final ObjectProvider<List<HttpHeadersFilter>> headerFilters;

    ServiceFirst(
            HttpClient client,
            HttpClientProperties limits,
            SocketConfig config,
            WebSocketService upgrades,
            ObjectProvider<List<HttpHeadersFilter>> headerFilters) {
        this.client = client;
        this.maxBytes = Objects.requireNonNull(limits.getWebsocket().getMaxFramePayloadLength());
        this.patience = config.upgradeTimeout();
        this.upgrades = upgrades;
        this.headerFilters = headerFilters;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        HttpHeaders asked = exchange.getRequest().getHeaders();
        if (!"websocket".equalsIgnoreCase(asked.getUpgrade()) || ServerWebExchangeUtils.isAlreadyRouted(exchange)) {
            return chain.filter(exchange);
        }
        ServerWebExchangeUtils.setAlreadyRouted(exchange);
        AtomicBoolean arrived = new AtomicBoolean();
        return Mono.firstWithSignal(
                talk(exchange, arrived),
                Mono.delay(patience)
                        .flatMap(late -> arrived.get() ? Mono.never() : Mono.error(new ServiceLate(patience))));
    }

    /** The service is there: now the device. It is over when the frames are. */
    private Mono<Void> talk(ServerWebExchange exchange, AtomicBoolean arrived) {
        URI url = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        return client.headers(headers -> headers(exchange).forEach(headers::set))
                .websocket(spec(exchange.getRequest().getHeaders()))
                .uri(socketUrl(url))
                .handle((in, out) -> {
                    arrived.set(true);
                    Relay relay = new Relay(Side.of(in, out));
                    return upgrades.handleRequest(exchange, relay).then(relay.over());
                })
                .then();
    }

    private WebsocketClientSpec spec(HttpHeaders asked) {
        WebsocketClientSpec.Builder spec =
                WebsocketClientSpec.builder().maxFramePayloadLength(maxBytes).handlePing(true);
        String protocols = String.join(",", asked.getOrEmpty(PROTOCOLS));
        return protocols.isBlank() ? spec.build() : spec.protocols(protocols).build();
    }

    private static URI socketUrl(URI url) {
        return URI.create(url.toString().replaceFirst("^http", "ws"));
    }

    private HttpHeaders headers(ServerWebExchange exchange) {
        List<HttpHeadersFilter> filters = headerFilters.getIfAvailable(List::of);
        HttpHeaders headers = new HttpHeaders();
        HttpHeadersFilter.filterRequest(filters, exchange).forEach((name, values) -> {
            if (!name.toLowerCase(Locale.ROOT).startsWith(OF_THE_HANDSHAKE)) {
                headers.addAll(name, values);
            }
        });
        return headers;
    }
}
