package dev.xeocontext.gateway.replica;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Whether a request did not reach a replica, so that another one may be asked the same. */
final class NeverArrived {

    private static final int MAX_DEPTH = 16;

    private NeverArrived() {}

    static boolean is(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException || takesNobodyIn(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** A replica that goes away refuses upgrades. */
    private static boolean takesNobodyIn(Throwable failure) {
        return failure instanceof WebSocketClientHandshakeException refused
                && refused.response() != null
                && refused.response().status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE);
    }
}
