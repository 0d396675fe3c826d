package dev.xeocontext.gateway.socket;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/**
 * Connects to the service before it upgrades the connection of the device, so that a service that is away, or refuses, is
 * told as an answer to the request. The framework's own filter, which comes next, upgrades first and then can only close.
 */
@Component
class ServiceFirst implements GlobalFilter, Ordered {

    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String OF_THE_HANDSHAKE = "sec-websocket";

    private final WebSocketClient client;
    private final WebSocketService upgrades;
    private final ObjectProvider<List<HttpHeadersFilter>> headerFilters;

    ServiceFirst(
            WebSocketClient client, WebSocketService upgrades, ObjectProvider<List<HttpHeadersFilter>> headerFilters) {
        this.client = client;
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
        URI url = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        List<String> protocols = asked.getOrEmpty(PROTOCOLS).stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(String::strip)
                .toList();
        return client.execute(socketUrl(url), headers(exchange), new Upgrade(exchange, protocols));
    }

    private static URI socketUrl(URI url) {
        String scheme = url.getScheme().replace("http", "ws");
        return UriComponentsBuilder.fromUri(url).scheme(scheme).build(true).toUri();
    }

    private HttpHeaders headers(ServerWebExchange exchange) {
        List<HttpHeadersFilter> filters = headerFilters.getIfAvailable(List::of);
        HttpHeaders headers = new HttpHeaders();
        HttpHeadersFilter.filterRequest(filters, exchange).forEach((name, values) -> {
            if (!name.toLowerCase(Locale.ROOT).startsWith(OF_THE_HANDSHAKE)
                    && !name.equalsIgnoreCase(HttpHeaders.HOST)) {
                headers.addAll(name, values);
            }
        });
        return headers;
    }

    /** The service is there: now the device. It is over when the frames are. */
    private final class Upgrade implements WebSocketHandler {

        private final ServerWebExchange exchange;
        private final List<String> protocols;

        Upgrade(ServerWebExchange exchange, List<String> protocols) {
            this.exchange = exchange;
            this.protocols = protocols;
        }

        @Override
        public List<String> getSubProtocols() {
            return protocols;
        }

        @Override
        public Mono<Void> handle(WebSocketSession service) {
            Relay relay = new Relay(service, protocols);
            return upgrades.handleRequest(exchange, relay).then(relay.over());
        }
    }
}
