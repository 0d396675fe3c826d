package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.Email;
import dev.xeocontext.kit.text.BoundedText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** Somebody returns. What can't be an address or a password is just a wrong one; only the size is checked. */
record LoginRequest(
        @NotNull @BoundedText(max = Email.MAX_LENGTH) String email,
        @NotNull @BoundedText(max = 256) String password,
        @Nullable @Valid DeviceClaim device) {

    /** Without the password: this may end up in a log. */
    @Override
    public String toString() {
        return "LoginRequest";
    }
}
