package dev.xeocontext.gateway.replica;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import java.net.URI;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Sends what is for sync-service to one of its replicas, and to the next one while none was reached. */
@Component
class ReplicaChoice implements GlobalFilter, Ordered {

    private static final String ROUTE = "sync";

    private final Replicas replicas;

    ReplicaChoice(Replicas replicas) {
        this.replicas = replicas;
    }

    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        @Nullable Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        return route != null && route.getId().equals(ROUTE)
                ? ask(exchange, chain, replicas.inTurn().iterator())
                : chain.filter(exchange);
    }

    private Mono<Void> ask(ServerWebExchange exchange, GatewayFilterChain chain, Iterator<URI> untried) {
        URI replica = untried.next();
        exchange.getAttributes()
                .put(GATEWAY_REQUEST_URL_ATTR, at(replica, exchange.getRequest().getURI()));
        return chain.filter(exchange).onErrorResume(NeverArrived::is, failure -> {
            replicas.failed(replica);
            if (!untried.hasNext() || exchange.getResponse().isCommitted()) {
                return Mono.error(failure);
            }
            ServerWebExchangeUtils.removeAlreadyRouted(exchange);
            return ask(exchange, chain, untried);
        });
    }

    /** All else stays as it came, also what a strict reader would not have in an address: the framework encodes that twice. */
    private static URI at(URI replica, URI asked) {
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        return URI.create(replica.getScheme() + "://" + replica.getRawAuthority() + asked.getRawPath() + query);
    }
}
