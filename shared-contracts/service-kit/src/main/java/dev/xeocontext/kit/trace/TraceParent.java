package dev.xeocontext.kit.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** The W3C trace context of the work at hand. */
public final class TraceParent {

    private TraceParent() {}

    /** {@code 00-<trace>-<span>-<flags>}; {@code null} when nothing is traced. */
    public static @Nullable String current() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + '-' + span.getSpanId() + '-'
                        + span.getTraceFlags().asHex()
                : null;
    }
}
