package dev.xeocontext.gateway.edge;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.gateway.problem.ProblemWriter;
import java.time.Duration;
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
import reactor.core.publisher.SynchronousSink;

/**
 * Refuses bodies that are too large: when they are announced, else when they become so on their way through. What is too much is read
 * all the same, within bounds, so that the client comes to read the answer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class BodyLimit implements WebFilter {

    private static final long PASSED_OVER = 8 * 1_024 * 1_024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

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
            return passedOver(request.getBody()).then(problems.write(exchange, ProblemCode.TOO_LARGE, null, null));
        }
        return announced >= 0
                ? chain.filter(exchange)
                : chain.filter(exchange.mutate().request(counting(request)).build());
    }

    private ServerHttpRequest counting(ServerHttpRequest request) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return Flux.defer(() -> upToTheLimit(super.getBody()));
            }
        };
    }

    /** Fails once the body is over if it was too large, or at once if it is much too large. */
    private Flux<DataBuffer> upToTheLimit(Flux<DataBuffer> body) {
        AtomicLong seen = new AtomicLong();
        return body.handle((DataBuffer buffer, SynchronousSink<DataBuffer> sink) -> {
                    long size = seen.addAndGet(buffer.readableByteCount());
                    if (size <= limit) {
                        sink.next(buffer);
                        return;
                    }
                    DataBufferUtils.release(buffer);
                    if (size > limit + PASSED_OVER) {
                        sink.error(tooLarge());
                    }
                })
                .concatWith(Mono.defer(() -> seen.get() > limit ? Mono.error(tooLarge()) : Mono.empty()));
    }

    /** A connection that is closed with something unread may be reset before its client has read the answer. */
    private static Mono<Void> passedOver(Flux<DataBuffer> body) {
        AtomicLong seen = new AtomicLong();
        return body.doOnNext(buffer -> {
                    seen.addAndGet(buffer.readableByteCount());
                    DataBufferUtils.release(buffer);
                })
                .takeUntil(buffer -> seen.get() > PASSED_OVER)
                .then()
                .timeout(PATIENCE)
                .onErrorComplete();
    }

    private static ProblemException tooLarge() {
        return new ProblemException(ProblemCode.TOO_LARGE, null);
    }
}
