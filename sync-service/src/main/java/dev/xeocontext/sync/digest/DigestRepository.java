package dev.xeocontext.sync.digest;

import dev.xeocontext.contracts.digest.Digest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * The cached sums, and what to add to them. Every read is one statement, so that it sees one moment. A cache is of an
 * epoch and only moves forward: what a slow reader worked out never replaces what is newer.
 */
@Singleton
public class DigestRepository {

    private static final String FOLD = """
            select stores.epoch, least(stores.head, $3) as upto, stores.purged_before, cached.sums, fresh.*,
                   least(stores.head, $3) - coalesce(cached.as_of, 0) as behind,
                   cached.sums is null and stores.compacted_to > 0 or coalesce(fresh.unknown, false) as baseless
            from stores
            left join digests as cached
                on cached.store_id = stores.store_id and cached.collection = $2 and cached.epoch = stores.epoch
                and cached.as_of <= $3
            left join lateral (
                select array_agg(leaf) as leaves, array_agg(count) as counts, array_agg(hash) as hashes,
                       bool_or(leaf is null) as unknown
                from (select leaf::integer as leaf, sum(count_delta)::bigint as count, sum(hash_delta)::text as hash
                      from log
                      where log.store_id = stores.store_id and log.collection = $2
                        and log.seq > coalesce(cached.as_of, 0) and log.seq <= least(stores.head, $3)
                      group by log.leaf) as by_leaf) as fresh on true
            where stores.store_id = $1""";

    private static final String SCAN = """
            select stores.epoch, stores.head as upto, stores.purged_before, found.*
            from stores
            left join lateral (
                select array_agg(leaf) as leaves, array_agg(count) as counts, array_agg(hash) as hashes
                from (select leaf::integer as leaf, count(*) as count, sum(hash)::text as hash
                      from records
                      where records.store_id = stores.store_id and records.collection = $2
                        and not (coalesce(deleted, false)
                                 and deleted_clock collate "C" < lpad(to_hex(stores.purged_before), 12, '0'))
                      group by records.leaf) as by_leaf) as found on true
            where stores.store_id = $1""";

    private static final String OLD_TOMBSTONES = """
            select array_agg(leaf) as leaves, array_agg(count) as counts, array_agg(hash) as hashes
            from (select leaf::integer as leaf, count(*) as count, sum(hash)::text as hash
                  from records
                  where store_id = $1 and collection = $2 and deleted
                    and deleted_clock collate "C" >= lpad(to_hex($3::bigint), 12, '0')
                    and deleted_clock collate "C" < lpad(to_hex($4::bigint), 12, '0')
                  group by leaf) as by_leaf""";

    private static final String SAVE = """
            insert into digests (store_id, collection, epoch, as_of, sums) values ($1, $2, $3, $4, $5)
            on conflict (store_id, collection) do update
            set epoch = excluded.epoch, as_of = excluded.as_of, sums = excluded.sums""";

    private static final String SAVE_IF_NEWER = SAVE + " where digests.as_of < excluded.as_of";

    /**
     * What a fold came to.
     *
     * @param behind how many events of the store were read, of whatever collection, to bring what was cached up to date
     * @param baseless whether the sums are of no use, because the log doesn't reach back to where they begin
     */
    record Folded(CollectionDigest digest, long behind, boolean baseless) {}

    DigestRepository() {}

    /** Adds what is new, up to a place; a store that does not exist has an empty digest. */
    Uni<Folded> fold(SqlClient client, UUID storeId, String collection, long upTo) {
        return client.preparedQuery(FOLD)
                .execute(Tuple.of(storeId, collection, upTo))
                .map(rows -> rows.size() == 0
                        ? new Folded(none(), 0, false)
                        : folded(rows.iterator().next()));
    }

    private static CollectionDigest none() {
        return new CollectionDigest(new UUID(0, 0), 0, 0, new Digest());
    }

    private static Folded folded(Row row) {
        Digest digest = Sums.read(row.getDelegate().getBuffer("sums"));
        boolean baseless = row.getBoolean("baseless");
        if (!baseless) {
            Sums.add(digest, row, 1);
        }
        return new Folded(digest(row, digest), row.getLong("behind"), baseless);
    }

    /** Sums up the records themselves. */
    Uni<CollectionDigest> scan(SqlClient client, UUID storeId, String collection) {
        return client.preparedQuery(SCAN).execute(Tuple.of(storeId, collection)).map(rows -> {
            Row row = rows.iterator().next();
            Digest digest = new Digest();
            Sums.add(digest, row, 1);
            return digest(row, digest);
        });
    }

    private static CollectionDigest digest(Row row, Digest digest) {
        return new CollectionDigest(row.getUUID("epoch"), row.getLong("upto"), row.getLong("purged_before"), digest);
    }

    /** Takes the tombstones out whose clocks are older than the boundary, where that is later than the digest's own. */
    Uni<CollectionDigest> without(
            SqlClient client, UUID storeId, String collection, CollectionDigest digest, long boundary) {
        if (boundary <= digest.purgedBefore()) {
            return Uni.createFrom().item(digest);
        }
        return client.preparedQuery(OLD_TOMBSTONES)
                .execute(Tuple.of(storeId, collection, digest.purgedBefore(), boundary))
                .map(rows -> {
                    Sums.add(digest.digest(), rows.iterator().next(), -1);
                    return new CollectionDigest(digest.epoch(), digest.asOf(), boundary, digest.digest());
                });
    }

    /** Caches the sums unless what is cached is newer. */
    Uni<Void> saveIfNewer(SqlClient client, UUID storeId, String collection, CollectionDigest digest) {
        return save(SAVE_IF_NEWER, client, storeId, collection, digest);
    }

    /** Replaces what is cached; for those who hold the lock of the store. */
    Uni<Void> save(SqlClient client, UUID storeId, String collection, CollectionDigest digest) {
        return save(SAVE, client, storeId, collection, digest);
    }

    private static Uni<Void> save(
            String sql, SqlClient client, UUID storeId, String collection, CollectionDigest digest) {
        Buffer sums = Sums.write(digest.digest());
        return client.preparedQuery(sql)
                .execute(Tuple.from(List.of(storeId, collection, digest.epoch(), digest.asOf(), sums)))
                .replaceWithVoid();
    }
}
