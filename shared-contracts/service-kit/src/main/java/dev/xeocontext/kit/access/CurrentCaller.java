package dev.xeocontext.kit.access;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** The caller of the request at hand. */
@RequestScoped
public class CurrentCaller {

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * The caller whom the request's token names.
     *
     * @throws ProblemException {@link ProblemCode#UNAUTHENTICATED} when the request carried no token
     */
    public Caller get() {
        if (identity.getPrincipal() instanceof CallerPrincipal principal) {
            return principal.caller();
        }
        throw new ProblemException(ProblemCode.UNAUTHENTICATED, null);
    }
}
