package dev.xeocontext.kit.access;

import java.security.Principal;

/** The caller, as the security layer of the framework passes it on. */
record CallerPrincipal(Caller caller) implements Principal {

    @Override
    public String getName() {
        return caller.userId().toString();
    }
}
