package dev.xeocontext.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Refuses announced bodies that are too large. The framework would do so too, but without a problem. */
@Singleton
final class OversizedBodies {

    /** Ahead of the framework's own check. */
    private static final int PRIORITY = 100_000;

    private final TraceIds traceIds;
    private final ObjectMapper json;
    private final BigInteger limit;

    OversizedBodies(
            TraceIds traceIds,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.traceIds = traceIds;
        this.json = json;
        this.limit = limit.asBigInteger();
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        @Nullable String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || new BigInteger(length).compareTo(limit) <= 0) {
            context.next();
        } else {
            refuse(context.request());
        }
    }

    /** Closes the connection: the body that nobody reads is still on its way. */
    private void refuse(HttpServerRequest request) {
        Problem problem = Problem.of(ProblemCode.TOO_LARGE, null).at(request.path(), traceIds.of(request));
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(body(problem))
                .onComplete(done -> request.connection().close());
    }

    private Buffer body(Problem problem) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
