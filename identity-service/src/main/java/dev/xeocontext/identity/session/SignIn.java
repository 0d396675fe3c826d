package dev.xeocontext.identity.session;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.identity.account.Account;
import dev.xeocontext.identity.account.Accounts;
import dev.xeocontext.identity.account.Email;
import dev.xeocontext.identity.password.Passwords;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Opens a session for who knows the password. An unknown address and a wrong password are not told apart, in time either. */
@ApplicationScoped
class SignIn {

    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;

    SignIn(Accounts accounts, Passwords passwords, Sessions sessions) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    Uni<OpenSession> signIn(LoginRequest request) {
        return accounts.withEmail(new Email(request.email())).chain(account -> signIn(account, request));
    }

    private Uni<OpenSession> signIn(@Nullable Account account, LoginRequest request) {
        @Nullable String hash = account == null ? null : account.passwordHash();
        return passwords.matches(request.password(), hash).chain(matches -> {
            if (account == null || !matches) {
                return Uni.createFrom().failure(new ProblemException(ProblemCode.INVALID_CREDENTIALS, null));
            }
            return sessions.open(account, DeviceClaim.orUnnamed(request.device()));
        });
    }
}
