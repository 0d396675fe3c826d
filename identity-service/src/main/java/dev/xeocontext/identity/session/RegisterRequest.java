package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.Email;
import dev.xeocontext.kit.text.BoundedText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** Somebody new. */
record RegisterRequest(
        @NotNull
        @BoundedText(min = 3, max = Email.MAX_LENGTH)
        @jakarta.validation.constraints.Email(message = "is not an email address")
        String email,

        @NotNull @BoundedText(min = 8, max = 256) String password,
        @Nullable @BoundedText(min = 1, max = 100) String displayName,
        @Nullable @Valid DeviceClaim device) {

    /** Takes away the blanks that keyboards and clipboards add. What is missing is reported with all other faults. */
    RegisterRequest {
        if (email != null) {
            email = email.strip();
        }
    }

    /** Without the password: this may end up in a log. */
    @Override
    public String toString() {
        return "RegisterRequest";
    }
}
