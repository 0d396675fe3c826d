package dev.xeocontext.kit.problem;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Dresses a problem for HTTP: place, trace, and the headers that its status calls for. */
@RegisterForReflection(targets = {Problem.class, Problem.Fault.class})
final class ProblemResponses {

    private static final String RETRY_AFTER_SECONDS = "2";

    private ProblemResponses() {}

    static Response of(ProblemException failure, String path, String traceId) {
        return builder(failure.code(), failure.problem(), path, traceId).build();
    }

    static Response of(ProblemCode code, @Nullable String detail, String path, String traceId) {
        return builder(code, Problem.of(code, detail), path, traceId).build();
    }

    static ResponseBuilder builder(ProblemCode code, Problem problem, String path, String traceId) {
        ResponseBuilder response = Response.status(code.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(problem.at(path, traceId));
        @Nullable String challenge = challenge(code);
        if (challenge != null) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        if (code == ProblemCode.UNAVAILABLE || code == ProblemCode.RATE_LIMITED) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response;
    }

    /** RFC 6750, section 3: a request without a token is told the scheme only. */
    private static @Nullable String challenge(ProblemCode code) {
        if (code == ProblemCode.INVALID_TOKEN
                || code == ProblemCode.TOKEN_EXPIRED
                || code == ProblemCode.SESSION_REVOKED) {
            return "Bearer error=\"invalid_token\"";
        }
        return code.status() == Response.Status.UNAUTHORIZED.getStatusCode() ? "Bearer" : null;
    }
}
