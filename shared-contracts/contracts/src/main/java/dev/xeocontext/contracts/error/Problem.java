package dev.xeocontext.contracts.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem, as HTTP bodies ({@value #MEDIA_TYPE}), protocol errors and refused ops carry it.
 *
 * @param detail what went wrong this time, for a person; names no internals
 * @param instance the path that was asked for, where there is one
 * @param errors the single faults, where there are several or where each has a place; empty otherwise
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        @Nullable String detail,
        @Nullable String instance,
        @Nullable String traceId,
        List<Fault> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One fault of a request.
     *
     * @param pointer JSON pointer (RFC 6901) to the value in the body, or {@code #name} of a query parameter
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Fault(String pointer, String detail) {}

    public Problem {
        // absent on the wire when empty
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    public static Problem of(ProblemCode code, @Nullable String detail) {
        return of(code, detail, List.of());
    }

    public static Problem of(ProblemCode code, @Nullable String detail, List<Fault> errors) {
        return new Problem(
                code.type().toString(), code.title(), code.status(), code.code(), detail, null, null, errors);
    }

    /** The same problem, with the place where it occurred and the trace to look it up under. */
    public Problem at(@Nullable String instance, @Nullable String traceId) {
        return new Problem(type, title, status, code, detail, instance, traceId, errors);
    }
}
