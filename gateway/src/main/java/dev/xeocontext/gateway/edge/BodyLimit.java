package dev.xeocontext.gateway.edge;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.gateway.problem.ProblemWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Refuses bodies that are too large: at once when they are announced, else when they become so on their way through. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class BodyLimit implements WebFilter {

    private final ProblemWriter problems;
    private final long limit;

    BodyLimit(ProblemWriter problems, EdgeConfig config) {
        this.problems = problems;
        this.limit = config.maxBodySize().toBytes();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        long announced = request.getHeaders().getContentLength();
        if (announced > limit) {
            return problems.write(exchange, ProblemCode.TOO_LARGE, null, null);
        }
        return announced >= 0
                ? chain.filter(exchange)
                : chain.filter(exchange.mutate().request(counting(request)).build());
    }

    private ServerHttpRequest counting(ServerHttpRequest request) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                AtomicLong seen = new AtomicLong();
                return super.getBody().doOnNext(buffer -> {
                    if (seen.addAndGet(buffer.readableByteCount()) > limit) {
                        DataBufferUtils.release(buffer);
                        throw new ProblemException(ProblemCode.TOO_LARGE, null);
                    }
                });
            }
        };
    }
}
