package dev.xeocontext.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What is thrown on the way through a request, as problems. What nobody foresaw is logged and answered without details. */
@Singleton
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final TraceIds traceIds;

    ProblemMappers(TraceIds traceIds) {
        this.traceIds = traceIds;
    }

    @ServerExceptionMapper
    Response problem(ProblemException failure, HttpServerRequest request) {
        return ProblemResponses.of(failure, request.path(), traceIds.of(request));
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException failure, HttpServerRequest request) {
        return answer(ProblemCode.UNAUTHENTICATED, request);
    }

    @ServerExceptionMapper
    Response authenticationFailed(AuthenticationFailedException failure, HttpServerRequest request) {
        return failure.getCause() instanceof ProblemException cause
                ? problem(cause, request)
                : answer(ProblemCode.INVALID_TOKEN, request);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, HttpServerRequest request) {
        return answer(ProblemCode.FORBIDDEN, request);
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException failure, HttpServerRequest request) {
        return problem(Violations.of(failure), request);
    }

    /** Named beside its parent, because the framework has a mapper of its own for it. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException failure, HttpServerRequest request) {
        return malformed(failure, request);
    }

    @ServerExceptionMapper
    Response malformed(JsonProcessingException failure, HttpServerRequest request) {
        return problem(BodyFaults.of(failure), request);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException failure, HttpServerRequest request) {
        if (failure.getCause() instanceof JsonProcessingException json) {
            return malformed(json, request);
        }
        @Nullable ProblemCode code = ofStatus(failure.getResponse().getStatus());
        if (code == null) {
            return unforeseen(failure, request);
        }
        Response.ResponseBuilder response =
                ProblemResponses.builder(code, Problem.of(code, null), request.path(), traceIds.of(request));
        @Nullable String allow = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? response.build()
                : response.header(HttpHeaders.ALLOW, allow).build();
    }

    @ServerExceptionMapper
    Response unforeseen(Throwable failure, HttpServerRequest request) {
        if (Outages.isOutage(failure)) {
            LOG.warnf("%s %s: %s", request.method(), request.path(), failure.toString());
            return answer(ProblemCode.UNAVAILABLE, request);
        }
        String traceId = traceIds.of(request);
        LOG.errorf(failure, "%s %s failed, trace %s", request.method(), request.path(), traceId);
        return ProblemResponses.of(ProblemCode.INTERNAL, null, request.path(), traceId);
    }

    private Response answer(ProblemCode code, HttpServerRequest request) {
        return ProblemResponses.of(code, null, request.path(), traceIds.of(request));
    }

    /** What the framework itself refuses; null for a status that no problem is named after. */
    private static @Nullable ProblemCode ofStatus(int status) {
        return switch (status) {
            case 400 -> ProblemCode.INVALID_PARAMETER;
            case 401 -> ProblemCode.UNAUTHENTICATED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> ProblemCode.UNAVAILABLE;
            default -> null;
        };
    }
}
