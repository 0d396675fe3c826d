package dev.xeocontext.identity.session;

import dev.xeocontext.kit.text.BoundedText;
import jakarta.validation.constraints.NotNull;

/** A device wants to stay signed in. */
record RefreshRequest(@NotNull @BoundedText(max = 200) String refreshToken) {

    /** Without the token: this may end up in a log. */
    @Override
    public String toString() {
        return "RefreshRequest";
    }
}
