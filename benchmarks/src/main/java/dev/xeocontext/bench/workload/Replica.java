package dev.xeocontext.bench.workload;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What a device has of a collection: the hash of each record. For one thread. */
final class Replica {

    private final Map<UUID, Long> hashes;

    private Replica(Map<UUID, Long> hashes) {
        this.hashes = hashes;
    }

    static Replica of(Collection<SnapshotRecord> records) {
        var replica = new Replica(new HashMap<>());
        replica.take(records);
        return replica;
    }

    /** A copy that is behind in so many records: every other one is missing, the others are older. */
    Replica behind(int records, RandomGenerator random) {
        var ids = new ArrayList<>(hashes.keySet());
        Collections.sort(ids);
        Collections.shuffle(ids, Random.from(random));
        var copy = new HashMap<>(hashes);
        for (int i = 0; i < Math.min(records, ids.size()); i++) {
            if (i % 2 == 0) {
                copy.remove(ids.get(i));
            } else {
                copy.merge(ids.get(i), 1L, Long::sum);
            }
        }
        return new Replica(copy);
    }

    /** Takes records as the server has them. */
    void take(Collection<SnapshotRecord> records) {
        records.forEach(record -> hashes.put(
                record.id(),
                RecordHash.of(
                        record.id().toString(),
                        new WireState(record.fields(), record.clocks(), record.deleted()).toState())));
    }

    /** The leaves whose sums differ from those of the server. */
    List<Integer> differing(List<LeafSum> theirs) {
        var own = new Digest();
        hashes.forEach((id, hash) -> own.add(id.toString(), hash));
        return IntStream.range(0, Digest.LEAVES)
                .filter(leaf -> !LeafSum.of(own.leaf(leaf)).equals(theirs.get(leaf)))
                .boxed()
                .toList();
    }

    /** The records that the server has and this side has not, or in another state. */
    List<UUID> differing(Map<UUID, String> theirs) {
        return theirs.entrySet().stream()
                .filter(entry -> {
                    var own = hashes.get(entry.getKey());
                    return own == null || !RecordHash.hex(own).equals(entry.getValue());
                })
                .map(Map.Entry::getKey)
                .toList();
    }
}
