package dev.xeocontext.identity.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody, as shown to themselves. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UserView(UUID id, String email, @Nullable String displayName) {

    public static UserView of(Account account) {
        return new UserView(account.id(), account.email(), account.displayName());
    }
}
