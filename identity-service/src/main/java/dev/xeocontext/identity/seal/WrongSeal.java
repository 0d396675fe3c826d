package dev.xeocontext.identity.seal;

import org.jspecify.annotations.Nullable;

/** A sealed value does not open: another secret, another place, or changed bytes. */
public final class WrongSeal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongSeal(@Nullable Throwable cause) {
        super("the value was sealed under another secret or has been changed", cause);
    }
}
