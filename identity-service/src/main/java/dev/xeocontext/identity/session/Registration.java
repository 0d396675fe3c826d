package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.Accounts;
import dev.xeocontext.identity.account.Email;
import dev.xeocontext.identity.password.Passwords;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens an account and signs its owner in, both or neither. */
@ApplicationScoped
class Registration {

    private final Passwords passwords;
    private final Accounts accounts;
    private final Sessions sessions;

    Registration(Passwords passwords, Accounts accounts, Sessions sessions) {
        this.passwords = passwords;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** The transaction begins after hashing: no connection waits for that. */
    Uni<OpenSession> register(RegisterRequest request) {
        return passwords
                .hash(request.password())
                .chain(hash -> Panache.withTransaction(() -> accounts.open(
                                new Email(request.email()), request.displayName(), hash)
                        .chain(account -> sessions.open(account, DeviceClaim.orUnnamed(request.device())))));
    }
}
