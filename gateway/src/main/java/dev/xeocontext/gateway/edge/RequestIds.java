package dev.xeocontext.gateway.edge;

import dev.xeocontext.gateway.problem.ProblemWriter;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives every request an id, or keeps the one that it came with if that is harmless; passes it on and returns it. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIds implements WebFilter {

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_.-]{8,64}");
    private static final int BYTES = 16;

    private final RandomGenerator random;

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String id = idOf(exchange.getRequest().getHeaders().getFirst(ProblemWriter.REQUEST_ID));
        exchange.getAttributes().put(ProblemWriter.REQUEST_ID, id);
        exchange.getResponse().getHeaders().set(ProblemWriter.REQUEST_ID, id);
        return chain.filter(exchange.mutate()
                .request(request -> request.headers(headers -> headers.set(ProblemWriter.REQUEST_ID, id)))
                .build());
    }

    private String idOf(@Nullable String given) {
        if (given != null && HARMLESS.matcher(given).matches()) {
            return given;
        }
        byte[] id = new byte[BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
