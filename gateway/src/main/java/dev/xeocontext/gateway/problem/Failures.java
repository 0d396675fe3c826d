package dev.xeocontext.gateway.problem;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.timeout.TimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Which problem a failure is. */
final class Failures {

    private static final int MAX_DEPTH = 16;

    private Failures() {}

    static ProblemCode code(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            @Nullable ProblemCode code = own(cause);
            if (code != null) {
                return code;
            }
            cause = cause.getCause();
        }
        return ProblemCode.INTERNAL;
    }

    /** A service that can't be reached is not there; one that broke off may have done what it was asked for. */
    private static @Nullable ProblemCode own(Throwable failure) {
        return switch (failure) {
            case ProblemException named -> named.code();
            case ResponseStatusException status ->
                ofStatus(status.getStatusCode().value());
            case WebSocketClientHandshakeException refused -> ofHandshake(refused);
            case ConnectException refused -> ProblemCode.UNAVAILABLE;
            case UnknownHostException unknown -> ProblemCode.UNAVAILABLE;
            case PoolAcquireTimeoutException busy -> ProblemCode.UNAVAILABLE;
            case PoolAcquirePendingLimitException busy -> ProblemCode.UNAVAILABLE;
            case PrematureCloseException broken -> ProblemCode.UPSTREAM_FAILED;
            case ClosedChannelException broken -> ProblemCode.UPSTREAM_FAILED;
            case TimeoutException late -> ProblemCode.UPSTREAM_TIMEOUT;
            case java.util.concurrent.TimeoutException late -> ProblemCode.UPSTREAM_TIMEOUT;
            default -> null;
        };
    }

    /** A service that answers an upgrade with a status of its own has a reason. */
    private static ProblemCode ofHandshake(WebSocketClientHandshakeException refused) {
        int status =
                refused.response() == null ? 0 : refused.response().status().code();
        return switch (status) {
            case 403 -> ProblemCode.FORBIDDEN;
            case 426 -> ProblemCode.PROTOCOL_TOO_OLD;
            case 503 -> ProblemCode.UNAVAILABLE;
            default -> ProblemCode.UPSTREAM_FAILED;
        };
    }

    private static @Nullable ProblemCode ofStatus(int status) {
        return switch (HttpStatus.resolve(status)) {
            case BAD_REQUEST -> ProblemCode.INVALID_PARAMETER;
            case NOT_FOUND -> ProblemCode.NOT_FOUND;
            case METHOD_NOT_ALLOWED -> ProblemCode.METHOD_NOT_ALLOWED;
            case NOT_ACCEPTABLE -> ProblemCode.NOT_ACCEPTABLE;
            case CONTENT_TOO_LARGE, PAYLOAD_TOO_LARGE -> ProblemCode.TOO_LARGE;
            case UNSUPPORTED_MEDIA_TYPE -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case SERVICE_UNAVAILABLE -> ProblemCode.UNAVAILABLE;
            case GATEWAY_TIMEOUT -> ProblemCode.UPSTREAM_TIMEOUT;
            case null, default -> null;
        };
    }
}
