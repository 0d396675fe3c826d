package dev.xeocontext.gateway.problem;

import dev.xeocontext.contracts.error.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What went wrong on the way to a service, or before, as a problem. Comes before the handler of the framework. */
@Component
@Order(-2)
class FailureHandler implements ErrorWebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    private final ProblemWriter problems;

    FailureHandler(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        ProblemCode code = Failures.code(failure);
        log(exchange, code, failure);
        return problems.write(exchange, code, null, null);
    }

    private static void log(ServerWebExchange exchange, ProblemCode code, Throwable failure) {
        String method = exchange.getRequest().getMethod().name();
        String path = exchange.getRequest().getPath().value();
        Object requestId = exchange.getAttribute(ProblemWriter.REQUEST_ID);
        if (code == ProblemCode.INTERNAL) {
            LOG.error("{} {} failed, request {}", method, path, requestId, failure);
        } else if (code.status() > ProblemCode.INTERNAL.status()) {
            LOG.warn("{} {}: {} ({}), request {}", method, path, code.code(), failure.toString(), requestId);
        }
    }
}
