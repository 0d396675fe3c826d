package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device finds out what its replica lacks, and has it. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class DigestTest {

    private static final Duration DEADLINE = Duration.ofSeconds(15);

    @TestHTTPResource
    URI http;

    @Inject
    Pool pool;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private final Map<UUID, RecordState> replica = new HashMap<>();
    private Device phone;
    private int requests;

    @BeforeEach
    void connect() {
        phone = Device.welcomed(Device.socketUrl(http), ada);
    }

    @AfterEach
    void hangUp() {
        phone.close();
    }

    @Test
    void takesOneRoundTripWhenNothingDiffers() {
        pushes(20);
        takeSnapshot();

        walk();

        assertThat(requests).isEqualTo(1);
    }

    @Test
    void takesTheLeavesAndTheRecordsThatDiffer() {
        pushes(40);
        takeSnapshot();
        UUID changed = replica.keySet().iterator().next();
        pushes(List.of(
                phone.put(changed, "changed"), phone.put(UUID.randomUUID(), "new"), deletion(UUID.randomUUID())));

        Set<UUID> fetched = walk();

        assertThat(fetched).hasSize(3).contains(changed);
        assertThat(requests).isBetween(1 + 1 + 1, 1 + 3 + 3);
        requests = 0;
        assertThat(walk()).isEmpty();
        assertThat(requests).isEqualTo(1);
    }

    /** Whoever wants to read the records waits for the lock until the test is over. */
    @Test
    void readsNoRecordsForASum() {
        pushes(20);
        takeSnapshot();
        var locking = pool.getConnection().await().atMost(DEADLINE);
        try {
            locking.query("begin").execute().await().atMost(DEADLINE);
            locking.query("lock table records in access exclusive mode")
                    .execute()
                    .await()
                    .atMost(DEADLINE);

            ServerMessage.Digest digest = digest(null);

            assertThat(digest.root()).isEqualTo(LeafSum.of(ofReplica().root()));
        } finally {
            locking.query("rollback").execute().await().atMost(DEADLINE);
            locking.close().await().atMost(DEADLINE);
        }
    }

    @Test
    void leavesOutWhatIsNotThere() {
        pushes(1);
        takeSnapshot();
        UUID there = replica.keySet().iterator().next();

        phone.say(Map.of(
                "type", "fetch", "ref", "f", "collection", "todos", "ids", List.of(UUID.randomUUID(), there, there)));

        Snapshot page = phone.expect(Snapshot.class);
        assertThat(page.ref()).isEqualTo("f");
        assertThat(page.sub()).isNull();
        assertThat(page.full()).isFalse();
        assertThat(page.asOf()).isEqualTo(1);
        assertThat(page.next()).isNull();
        assertThat(page.records()).extracting(SnapshotRecord::id).containsExactly(there);
    }

    @Test
    void bringsLargeRecordsInPages() {
        String large = "x".repeat(150_000);
        List<Map<String, Object>> ops = Stream.generate(() -> phone.put(UUID.randomUUID(), large))
                .limit(5)
                .toList();
        ops.forEach(op -> pushes(List.of(op)));
        List<String> ids =
                ops.stream().map(op -> String.valueOf(op.get("id"))).sorted().toList();

        phone.say(Map.of("type", "fetch", "ref", "f", "collection", "todos", "ids", ids));

        List<Snapshot> pages = new ArrayList<>();
        do {
            pages.add(phone.expect(Snapshot.class));
        } while (pages.getLast().next() != null);
        assertThat(pages).hasSize(2);
        assertThat(pages)
                .flatExtracting(Snapshot::records)
                .extracting(record -> record.id().toString())
                .containsExactlyElementsOf(ids);
    }

    @Test
    void showsNothingOfAnotherStore() {
        pushes(3);
        try (Device stranger = Device.welcomed(Device.socketUrl(http), TestTokens.forUser(UUID.randomUUID()))) {
            stranger.say(Map.of("type", "digest", "ref", "d", "collection", "todos", "storeId", ada.user()));

            assertThat(stranger.expect(ServerMessage.Failure.class).problem().code())
                    .isEqualTo("foreign-store");
            stranger.say(Map.of("type", "digest", "ref", "d", "collection", "todos"));
            assertThat(Objects.requireNonNull(
                                    stranger.expect(ServerMessage.Digest.class).root())
                            .count())
                    .isZero();
        }
    }

    private void pushes(int count) {
        pushes(IntStream.range(0, count)
                .mapToObj(i -> phone.put(UUID.randomUUID(), "todo " + i))
                .toList());
    }

    /** Pushes, and waits until it is in the log. */
    private void pushes(List<Map<String, Object>> ops) {
        try (Device watching = Device.welcomed(Device.socketUrl(http), ada.onDevice(UUID.randomUUID()))) {
            watching.subscribesToTodos();
            phone.pushes("p", ops);
            phone.expect(ServerMessage.Ack.class);
            int seen = 0;
            while (seen < ops.size()) {
                seen += watching.expectDelta().events().size();
            }
        }
    }

    private Map<String, Object> deletion(UUID id) {
        Map<String, Object> op = new LinkedHashMap<>(phone.put(id, "x"));
        op.put("kind", "delete");
        op.put("fields", Map.of());
        return op;
    }

    private void takeSnapshot() {
        phone.subscribes("s", "todos");
        Snapshot page;
        do {
            page = phone.expect(Snapshot.class);
            keep(page.records());
        } while (page.next() != null);
        phone.say(Map.of("type", "unsubscribe", "ref", "u", "sub", "s"));
        phone.expect(ServerMessage.Ok.class);
    }

    private void keep(Collection<SnapshotRecord> records) {
        records.forEach(record ->
                replica.put(record.id(), new WireState(record.fields(), record.clocks(), record.deleted()).toState()));
    }

    /** The way of a client whose cursor leads nowhere. Answers what it had to fetch. */
    private Set<UUID> walk() {
        Digest mine = ofReplica();
        List<LeafSum> leaves = Objects.requireNonNull(digest(null).leaves());
        Set<UUID> fetched = new HashSet<>();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            if (!leaves.get(leaf).equals(LeafSum.of(mine.leaf(leaf)))) {
                List<UUID> differing = Objects.requireNonNull(digest(leaf).hashes()).entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(hash(entry.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
                requests++;
                phone.say(Map.of("type", "fetch", "ref", "f", "collection", "todos", "ids", differing));
                keep(phone.expect(Snapshot.class).records());
                fetched.addAll(differing);
            }
        }
        return fetched;
    }

    private ServerMessage.Digest digest(@Nullable Integer leaf) {
        requests++;
        phone.say(
                leaf == null
                        ? Map.of("type", "digest", "ref", "d", "collection", "todos")
                        : Map.of("type", "digest", "ref", "d", "collection", "todos", "leaf", leaf));
        return phone.expect(ServerMessage.Digest.class);
    }

    private String hash(UUID id) {
        RecordState state = replica.get(id);
        return state == null ? "" : RecordHash.hex(RecordHash.of(id.toString(), state));
    }

    private Digest ofReplica() {
        Digest digest = new Digest();
        replica.forEach((id, state) -> digest.add(id.toString(), RecordHash.of(id.toString(), state)));
        return digest;
    }
}
