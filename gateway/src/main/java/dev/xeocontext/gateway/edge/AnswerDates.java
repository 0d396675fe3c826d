package dev.xeocontext.gateway.edge;

import java.time.InstantSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Every answer says what time it is here: a device without a socket corrects its clock by that. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class AnswerDates implements WebFilter {

    private final InstantSource time;

    AnswerDates(InstantSource time) {
        this.time = time;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse()
                .beforeCommit(() -> Mono.fromRunnable(() -> {
                    HttpHeaders headers = exchange.getResponse().getHeaders();
                    if (headers.getFirst(HttpHeaders.DATE) == null) {
                        headers.setInstant(HttpHeaders.DATE, time.instant());
                    }
                }));
        return chain.filter(exchange);
    }
}
