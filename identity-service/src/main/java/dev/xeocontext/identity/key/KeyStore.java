package dev.xeocontext.identity.key;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys in the database, brought up to date whenever they are read. */
@ApplicationScoped
class KeyStore {

    private final SigningKeyRepository repository;
    private final KeyPairs pairs;
    private final KeyTurns turns;
    private final InstantSource time;

    KeyStore(SigningKeyRepository repository, KeyPairs pairs, KeyConfig config, InstantSource time) {
        this.repository = repository;
        this.pairs = pairs;
        this.turns = new KeyTurns(config.signFor(), config.publishAhead(), config.publishAfter());
        this.time = time;
    }

    /** Makes the next key when it is time, drops what has had its time, and answers with what there is. */
    @WithTransaction
    Uni<KeyRing> turn() {
        return repository
                .lock()
                .chain(repository::inOrder)
                .chain(this::broughtUpToDate)
                .map(pairs::ring);
    }

    private Uni<List<SigningKeyRow>> broughtUpToDate(List<SigningKeyRow> rows) {
        Instant now = time.instant();
        List<Instant> starts = rows.stream().map(row -> row.signsFrom).toList();
        int expired = turns.expired(starts, now);
        List<String> gone =
                rows.subList(0, expired).stream().map(row -> row.kid).toList();
        List<SigningKeyRow> left = new ArrayList<>(rows.subList(expired, rows.size()));
        Optional<Instant> next = turns.nextStart(starts, now);
        Uni<Void> removed = repository.remove(gone);
        if (next.isEmpty()) {
            return removed.replaceWith(left);
        }
        SigningKeyRow made = pairs.generate(now, next.get());
        left.add(made);
        return removed.chain(() -> repository.persist(made)).replaceWith(left);
    }

    SigningKey current(KeyRing ring) {
        return ring.current(turns, time.instant());
    }
}
