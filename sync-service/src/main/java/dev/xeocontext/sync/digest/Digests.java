package dev.xeocontext.sync.digest;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Digests of collections as the log has them. Readers take no locks that writers would wait for; several at a time, on
 * any replica, are harmless.
 */
@Singleton
public class Digests {

    private static final Logger LOG = Logger.getLogger(Digests.class);

    /** So many events of the store are read again at each request before the result is worth a write. */
    private static final int WORTH_SAVING = 100;

    private final Pool pool;
    private final DigestRepository repository;

    Digests(Pool pool, DigestRepository repository) {
        this.pool = pool;
        this.repository = repository;
    }

    /** The digest of a collection at the head of its store. */
    public Uni<CollectionDigest> of(UUID storeId, String collection) {
        return repository.fold(pool, storeId, collection, Long.MAX_VALUE).chain(folded -> {
            if (folded.baseless()) {
                return repository.scan(pool, storeId, collection).call(digest -> cache(storeId, collection, digest));
            }
            Uni<CollectionDigest> digest = Uni.createFrom().item(folded.digest());
            return folded.behind() < WORTH_SAVING ? digest : digest.call(done -> cache(storeId, collection, done));
        });
    }

    /** The same without the tombstones that are older than a boundary, where that is later than the store's own. */
    public Uni<CollectionDigest> of(UUID storeId, String collection, CollectionDigest digest, long boundary) {
        return repository.without(pool, storeId, collection, digest, boundary);
    }

    private Uni<Void> cache(UUID storeId, String collection, CollectionDigest digest) {
        return repository
                .saveIfNewer(pool, storeId, collection, digest)
                .onFailure()
                .invoke(failure -> LOG.debugf("A digest was not cached: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * Caches the digest as it was at a place in the log, so that the log is no longer needed up to there. For those who
     * hold the lock of the store, in their transaction.
     */
    public Uni<CollectionDigest> settle(SqlClient transaction, UUID storeId, String collection, long upTo) {
        return repository
                .fold(transaction, storeId, collection, upTo)
                .chain(folded -> folded.baseless()
                        ? repository.scan(transaction, storeId, collection)
                        : Uni.createFrom().item(folded.digest()))
                .call(digest -> repository.saveIfNewer(transaction, storeId, collection, digest));
    }

    /** Replaces the cached digest. For those who hold the lock of the store, in their transaction. */
    public Uni<Void> replace(SqlClient transaction, UUID storeId, String collection, CollectionDigest digest) {
        return repository.save(transaction, storeId, collection, digest);
    }
}
