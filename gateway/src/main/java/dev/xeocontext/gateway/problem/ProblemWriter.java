package dev.xeocontext.gateway.problem;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers a request with a problem. */
@Component
public class ProblemWriter {

    /** The attribute and header that hold the id of the request; it is the trace of its problem. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final String RETRY_AFTER_SECONDS = "2";

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /**
     * Writes the whole answer; an answer that has begun is broken off instead.
     *
     * @param challenge the value of {@code WWW-Authenticate}, for a refusal that signing in would help
     */
    public Mono<Void> write(
            ServerWebExchange exchange, ProblemCode code, @Nullable String detail, @Nullable String challenge) {
        ServerHttpResponse response = exchange.getResponse();
        if (!response.setStatusCode(HttpStatusCode.valueOf(code.status()))) {
            return Mono.error(new IllegalStateException("the answer has begun"));
        }
        headers(response.getHeaders(), code, challenge);
        String path = exchange.getRequest().getPath().value();
        @Nullable String requestId = exchange.getAttribute(REQUEST_ID);
        byte[] body = json.writeValueAsBytes(Problem.of(code, detail).at(path, requestId));
        response.getHeaders().setContentLength(body.length);
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }

    private static void headers(HttpHeaders headers, ProblemCode code, @Nullable String challenge) {
        headers.set(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers.setCacheControl("no-store");
        if (challenge != null) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        if (code == ProblemCode.UNAVAILABLE || code == ProblemCode.UPSTREAM_FAILED) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (code == ProblemCode.TOO_LARGE) {
            // the rest of the body is still on its way, and nobody reads it
            headers.setConnection("close");
        }
    }
}
