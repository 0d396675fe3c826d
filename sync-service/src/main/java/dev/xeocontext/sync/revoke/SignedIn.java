package dev.xeocontext.sync.revoke;

import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.access.CurrentCaller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;

/** Who asks, in a session that still counts. */
@RequestScoped
public class SignedIn {

    private static final int SCHEME = "Bearer ".length();

    private final CurrentCaller current;
    private final RevokedSessionIds revoked;

    SignedIn(CurrentCaller current, RevokedSessionIds revoked) {
        this.current = current;
        this.revoked = revoked;
    }

    /** Fails when the session is revoked. */
    public Caller caller() {
        return revoked.admit(current.get());
    }

    /** The caller's own token, to call owners with. */
    public static String token(HttpHeaders headers) {
        return headers.getHeaderString(HttpHeaders.AUTHORIZATION)
                .substring(SCHEME)
                .strip();
    }
}
