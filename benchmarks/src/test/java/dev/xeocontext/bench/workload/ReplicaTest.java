package dev.xeocontext.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplicaTest {

    private static final String CLOCK = "0198c0000000-0000-00000000000000aa";

    private final List<SnapshotRecord> records = Stream.generate(Todos::newId)
            .limit(300)
            .map(id -> new SnapshotRecord(Todos.COLLECTION, id, Map.of("title", "Milk"), CLOCK, null))
            .toList();
    private final Replica whole = Replica.of(records);

    @Test
    void anEqualOneDiffersInNoLeaf() {
        assertThat(whole.behind(0, new Random(1)).differing(sums())).isEmpty();
    }

    @Test
    void oneThatIsBehindFindsWhatItLacksAndIsEqualAfterwards() {
        var behind = whole.behind(10, new Random(1));

        var leaves = behind.differing(sums());
        var ids = new HashSet<UUID>();
        leaves.forEach(leaf -> ids.addAll(behind.differing(hashes(leaf))));
        behind.take(records.stream().filter(record -> ids.contains(record.id())).toList());

        assertThat(leaves).hasSizeBetween(1, 10);
        assertThat(ids).hasSize(10);
        assertThat(behind.differing(sums())).isEmpty();
    }

    private List<LeafSum> sums() {
        var digest = new Digest();
        records.forEach(record -> digest.add(record.id().toString(), hash(record)));
        return IntStream.range(0, Digest.LEAVES)
                .mapToObj(leaf -> LeafSum.of(digest.leaf(leaf)))
                .toList();
    }

    private Map<UUID, String> hashes(int leaf) {
        var hashes = new HashMap<UUID, String>();
        records.stream()
                .filter(record -> RecordHash.leaf(record.id().toString()) == leaf)
                .forEach(record -> hashes.put(record.id(), RecordHash.hex(hash(record))));
        return hashes;
    }

    private static long hash(SnapshotRecord record) {
        return RecordHash.of(
                record.id().toString(), new WireState(record.fields(), record.clocks(), record.deleted()).toState());
    }
}
