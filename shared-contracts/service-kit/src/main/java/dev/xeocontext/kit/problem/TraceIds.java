package dev.xeocontext.kit.problem;

import dev.xeocontext.kit.time.Ids;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id under which a failed request can be found in traces and logs. */
@Singleton
final class TraceIds {

    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9_.-]{8,64}");

    private final Ids ids;

    TraceIds(Ids ids) {
        this.ids = ids;
    }

    /** The trace, where one is recorded; else the request id that the gateway gave, else a fresh id. */
    String of(HttpServerRequest request) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            return span.getTraceId();
        }
        @Nullable String requestId = request.getHeader(REQUEST_ID);
        return requestId != null && SANE.matcher(requestId).matches()
                ? requestId
                : ids.next().toString();
    }
}
