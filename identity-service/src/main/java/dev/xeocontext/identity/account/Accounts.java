package dev.xeocontext.identity.account;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.time.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Opens, finds and changes accounts. */
@ApplicationScoped
public class Accounts {

    private final AccountRepository repository;
    private final Ids ids;
    private final InstantSource time;

    Accounts(AccountRepository repository, Ids ids, InstantSource time) {
        this.repository = repository;
        this.ids = ids;
        this.time = time;
    }

    /**
     * A new account.
     *
     * <p>Fails with {@link ProblemCode#EMAIL_TAKEN} when the address is in use; the database decides, so that of two at
     * the same moment one fails.
     *
     * @param passwordHash in the PHC string format
     */
    @WithTransaction
    public Uni<Account> open(Email email, @Nullable String displayName, String passwordHash) {
        Account account = new Account(ids.next(), email.value(), displayName, passwordHash, time.instant());
        return repository
                .persistAndFlush(account)
                .onFailure(ConstraintViolationException.class)
                .transform(failure -> new EmailTaken());
    }

    /** Null in the answer when nobody has the address. */
    @WithSession
    public Uni<@Nullable Account> withEmail(Email email) {
        return repository.findByEmail(email);
    }

    /** The account of somebody who is signed in; fails with {@link ProblemCode#INVALID_TOKEN} when it is gone. */
    @WithSession
    public Uni<Account> withId(UUID id) {
        return repository
                .findById(id)
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(ProblemCode.INVALID_TOKEN, null));
    }

    @WithTransaction
    Uni<Account> change(UUID id, ProfilePatch patch) {
        return withId(id).invoke(patch::applyTo);
    }
}
