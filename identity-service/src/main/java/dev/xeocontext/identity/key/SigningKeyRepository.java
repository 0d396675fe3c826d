package dev.xeocontext.identity.key;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

@ApplicationScoped
class SigningKeyRepository implements PanacheRepositoryBase<SigningKeyRow, String> {

    private static final long LOCK = 0x5845_4f4b_4559L; // "XEOKEY"

    /** Makes replicas take turns until the transaction ends. */
    Uni<Void> lock() {
        return getSession()
                .chain(session -> session.createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)", Integer.class)
                        .setParameter("lock", LOCK)
                        .getSingleResult())
                .replaceWithVoid();
    }

    Uni<List<SigningKeyRow>> inOrder() {
        return list("order by signsFrom");
    }

    Uni<Void> remove(Collection<String> kids) {
        return kids.isEmpty()
                ? Uni.createFrom().voidItem()
                : delete("kid in ?1", kids).replaceWithVoid();
    }
}
