package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import dev.xeocontext.sync.digest.CollectionDigest;
import dev.xeocontext.sync.digest.Digests;
import dev.xeocontext.sync.digest.LeafHashes;
import dev.xeocontext.sync.digest.RecordRepository;
import dev.xeocontext.sync.reconcile.RecordOwners.Owned;
import dev.xeocontext.sync.sql.TimelySql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the records of a collection in which the log and the owner differ: by 256 sums, then by the hashes of the leaves
 * whose sums differ, then by the records whose hashes do. It costs what differs, not what there is.
 *
 * <p>The hashes of a leaf, a 256th of a collection, are in memory whole: owners tell them in one answer too.
 *
 * <p>The log is always read before its owner. What the log has by then the owner had before, or it was put back.
 */
@Singleton
class Comparison {

    /** So many records of either side are in memory at a time. */
    static final int BATCH = 100;

    private record Suspects(List<UUID> ids, long purgedBefore) {}

    private final Digests digests;
    private final RecordRepository records;
    private final LogRecords states;
    private final TimelySql sql;

    Comparison(Digests digests, RecordRepository records, LogRecords states, TimelySql sql) {
        this.digests = digests;
        this.records = records;
        this.states = states;
        this.sql = sql;
    }

    /** The differences, some at a time; the next ones are looked for when these are dealt with. */
    Multi<List<Difference>> compare(UUID storeId, Owned owned) {
        return leaves(storeId, owned)
                .onItem()
                .transformToMulti(leaves -> Multi.createFrom().iterable(leaves))
                .onItem()
                .transformToMultiAndConcatenate(leaf -> inLeaf(storeId, owned, leaf));
    }

    private Uni<List<Integer>> leaves(UUID storeId, Owned owned) {
        return sql.batch(digests.of(storeId, owned.collection()))
                .chain(log -> owned.owner()
                        .digest(storeId, owned.collection(), log.purgedBefore())
                        .chain(owner -> sql.batch(digests.of(storeId, owned.collection(), log, owner.purgedBefore()))
                                .map(same -> differing(same, owner.leaves()))));
    }

    private static List<Integer> differing(CollectionDigest log, List<LeafSum> owner) {
        return IntStream.range(0, Digest.LEAVES)
                .filter(leaf -> !LeafSum.of(log.digest().leaf(leaf)).equals(owner.get(leaf)))
                .boxed()
                .toList();
    }

    private Multi<List<Difference>> inLeaf(UUID storeId, Owned owned, int leaf) {
        return sql.batch(records.leaf(storeId, owned.collection(), leaf))
                .chain(log -> owned.owner()
                        .leaf(storeId, owned.collection(), log.purgedBefore(), leaf)
                        .map(owner -> suspects(log, owner)))
                .onItem()
                .transformToMulti(suspects -> Multi.createFrom()
                        .iterable(suspects.ids())
                        .group()
                        .intoLists()
                        .of(BATCH)
                        .onItem()
                        .transformToUniAndConcatenate(ids -> differences(storeId, owned, ids, suspects)));
    }

    private static Suspects suspects(LeafHashes log, OwnerLeaf owner) {
        Map<UUID, String> theirs = new LinkedHashMap<>(owner.hashes());
        List<UUID> ids = new ArrayList<>();
        log.hashes().forEach((id, hash) -> {
            if (!hash.equals(theirs.remove(id))) {
                ids.add(id);
            }
        });
        ids.addAll(theirs.keySet());
        return new Suspects(ids, owner.purgedBefore());
    }

    private Uni<List<Difference>> differences(UUID storeId, Owned owned, List<UUID> ids, Suspects suspects) {
        return states.states(storeId, owned.collection(), ids)
                .chain(log -> owned.owner()
                        .fetch(storeId, owned.collection(), ids)
                        .map(answer -> states(answer.records()))
                        .map(owner -> ids.stream()
                                .flatMap(id -> Stream.of(Difference.between(
                                        owned.collection(), id, log.get(id), owner.get(id), suspects.purgedBefore())))
                                .flatMap(Optional::stream)
                                .toList()));
    }

    private static Map<UUID, RecordState> states(List<SnapshotRecord> records) {
        Map<UUID, RecordState> states = HashMap.newHashMap(records.size());
        records.forEach(record -> states.put(record.id(), state(record)));
        return states;
    }

    /** What an owner tells of a record. */
    static RecordState state(SnapshotRecord record) {
        return new WireState(record.fields(), record.clocks(), record.deleted()).toState();
    }
}
