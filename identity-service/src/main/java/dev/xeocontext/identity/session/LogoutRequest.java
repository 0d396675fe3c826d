package dev.xeocontext.identity.session;

import dev.xeocontext.kit.text.BoundedText;
import org.jspecify.annotations.Nullable;

/** Somebody leaves. */
record LogoutRequest(@Nullable @BoundedText(max = 200) String refreshToken) {

    /** Without the token: this may end up in a log. */
    @Override
    public String toString() {
        return "LogoutRequest";
    }
}
