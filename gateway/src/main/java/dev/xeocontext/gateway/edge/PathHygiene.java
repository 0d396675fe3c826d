package dev.xeocontext.gateway.edge;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.gateway.problem.ProblemWriter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses paths that are not plain, before anything else reads them. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class PathHygiene implements WebFilter {

    private final ProblemWriter problems;

    PathHygiene(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return PlainPath.isPlain(exchange.getRequest().getURI().getRawPath())
                ? chain.filter(exchange)
                : problems.write(exchange, ProblemCode.INVALID_PARAMETER, "The path is not in its plain form", null);
    }
}
