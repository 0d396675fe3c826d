package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerRecords;
import dev.xeocontext.contracts.owner.OwnerStores;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An owner of todos in memory. Its records are real states, merged as owners merge them; it can be away, purge, and be put
 * back to what it was. Safe for use by several threads.
 */
public final class FakeRecords implements RecordOwner {

    private final Map<UUID, Map<UUID, RecordState>> stores = new TreeMap<>(Comparator.comparing(UUID::toString));
    private @Nullable FakeRecords putBackAfterFetch;
    private long purgedBefore;
    private boolean away;
    private int fetched;

    /** What is not of its collections is passed over. */
    public void merge(UUID storeId, String collection, UUID id, RecordState patch) {
        if (collections().contains(collection)) {
            merge(storeId, id, patch);
        }
    }

    synchronized void merge(UUID storeId, UUID id, RecordState patch) {
        store(storeId).merge(id, patch, Merge::join);
    }

    synchronized Map<UUID, RecordState> store(UUID storeId) {
        return stores.computeIfAbsent(storeId, key -> new HashMap<>());
    }

    private Map<UUID, RecordState> records(UUID storeId, String collection) {
        return collections().contains(collection) ? store(storeId) : Map.of();
    }

    public synchronized void forget(UUID storeId) {
        stores.remove(storeId);
    }

    /** Lets tombstones go whose clock is older. */
    synchronized void purge(long before) {
        purgedBefore = Math.max(purgedBefore, before);
        stores.values().forEach(records -> records.values().removeIf(state -> isTombstone(state, purgedBefore)));
    }

    /** What a backup would have of it. */
    synchronized FakeRecords backup() {
        FakeRecords copy = new FakeRecords();
        stores.forEach((storeId, records) -> copy.store(storeId).putAll(records));
        copy.purgedBefore = purgedBefore;
        return copy;
    }

    synchronized void putBackTo(FakeRecords backup) {
        stores.clear();
        backup.stores.forEach((storeId, records) -> store(storeId).putAll(records));
        purgedBefore = backup.purgedBefore;
    }

    /** Becomes another one as soon as it has told records once. */
    synchronized void putBackAfterFetch(FakeRecords other) {
        putBackAfterFetch = other;
    }

    synchronized void goAway() {
        away = true;
    }

    /** How many records it has told. */
    synchronized int fetched() {
        return fetched;
    }

    private static boolean isTombstone(RecordState state, long before) {
        Deletion deletion = state.deletion();
        return deletion != null && deletion.value() && deletion.clock().millis() < before;
    }

    @Override
    public Set<String> collections() {
        return Set.of("todos");
    }

    @Override
    public Uni<OwnerDigest> digest(UUID storeId, String collection, long before) {
        return answer(() -> {
            long boundary = Math.max(before, purgedBefore);
            Digest digest = new Digest();
            records(storeId, collection).forEach((id, state) -> {
                if (!isTombstone(state, boundary)) {
                    digest.add(id.toString(), RecordHash.of(id.toString(), state));
                }
            });
            return new OwnerDigest(
                    boundary,
                    IntStream.range(0, Digest.LEAVES)
                            .mapToObj(leaf -> LeafSum.of(digest.leaf(leaf)))
                            .toList());
        });
    }

    @Override
    public Uni<OwnerLeaf> leaf(UUID storeId, String collection, long before, int leaf) {
        return answer(() -> {
            long boundary = Math.max(before, purgedBefore);
            Map<UUID, String> hashes = new HashMap<>();
            records(storeId, collection).forEach((id, state) -> {
                if (RecordHash.leaf(id.toString()) == leaf && !isTombstone(state, boundary)) {
                    hashes.put(id, RecordHash.hex(RecordHash.of(id.toString(), state)));
                }
            });
            return new OwnerLeaf(boundary, hashes);
        });
    }

    @Override
    public Uni<OwnerRecords> fetch(UUID storeId, String collection, List<UUID> ids) {
        return answer(() -> {
            Map<UUID, RecordState> known = records(storeId, collection);
            List<SnapshotRecord> told = ids.stream()
                    .filter(known::containsKey)
                    .map(id -> record(collection, id, known.getOrDefault(id, RecordState.EMPTY)))
                    .toList();
            fetched += told.size();
            if (putBackAfterFetch != null) {
                putBackTo(putBackAfterFetch);
                putBackAfterFetch = null;
            }
            return new OwnerRecords(told);
        });
    }

    private static SnapshotRecord record(String collection, UUID id, RecordState state) {
        WireState wire = WireState.of(state);
        return new SnapshotRecord(collection, id, wire.fields(), wire.clocks(), wire.deleted());
    }

    @Override
    public Uni<OwnerStores> stores(UUID after, int limit) {
        return answer(() -> new OwnerStores(stores.keySet().stream()
                .filter(storeId -> storeId.toString().compareTo(after.toString()) > 0)
                .limit(limit)
                .toList()));
    }

    private synchronized <T> Uni<T> answer(Supplier<T> told) {
        return away
                ? Uni.createFrom().failure(new java.io.IOException("the owner is away"))
                : Uni.createFrom().item(locked(told));
    }

    private <T> Supplier<T> locked(Supplier<T> told) {
        return () -> {
            synchronized (this) {
                return told.get();
            }
        };
    }
}
