package dev.xeocontext.todos;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerQuestion;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other services are told about the records of a store. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class OwnerQuestionsTest {

    private static final long SEED = 20261121;
    private static final int BATCH = 400;
    private static final Duration RETENTION = Duration.ofDays(90);

    @Inject
    Pool pool;

    @Inject
    ObjectMapper json;

    private final Person ada = Person.somebody();
    private final Map<UUID, RecordState> states = new HashMap<>();

    @Test
    void theDigestIsThatOfTheRecords() throws Exception {
        manyRecords();

        OwnerDigest answer = AskingService.digest(ada.storeId(), 0);

        assertThat(answer.leaves()).isEqualTo(leaves(expected()));
        assertThat(answer.leaves()).anyMatch(leaf -> leaf.count() > 2);
    }

    @Test
    void aLeafIsThatOfTheRecords() throws Exception {
        manyRecords();

        for (int leaf : new int[] {0, 7, 255}) {
            Map<UUID, String> expected = new HashMap<>();
            states.forEach((id, state) -> {
                if (RecordHash.leaf(id.toString()) == leaf) {
                    expected.put(id, hash(id, state));
                }
            });
            assertThat(AskingService.leaf(ada.storeId(), leaf, 0).hashes()).isEqualTo(expected);
        }
    }

    @Test
    void aStoreWithoutRecordsHasAnEmptyDigest() {
        OwnerDigest answer = AskingService.digest(UUID.randomUUID(), 0);

        assertThat(answer.leaves()).isEqualTo(leaves(new Digest()));
    }

    @Test
    void tombstonesBeforeTheRetentionDoNotCount() throws Exception {
        UUID old = deletedAt(ago(RETENTION.plusHours(1)));
        UUID young = deletedAt(ago(RETENTION.minusHours(1)));
        UUID restored = deletedAt(ago(RETENTION.plusHours(2)));
        push(List.of(ada.op("restore", restored, new Hlc(ago(RETENTION.plusHours(1)), 0, 1), null)));
        states.remove(old);

        OwnerDigest answer = AskingService.digest(ada.storeId(), 0);

        assertThat(answer.leaves()).isEqualTo(leaves(expected()));
        assertThat(answer.purgedBefore()).isBetween(ago(RETENTION.plusMinutes(30)), ago(RETENTION.minusMinutes(30)));
        assertThat(hashesOf(old)).isEmpty();
        assertThat(hashesOf(young)).containsExactly(Map.entry(young, hash(young, states.get(young))));
        assertThat(hashesOf(restored)).containsExactly(Map.entry(restored, hash(restored, states.get(restored))));
    }

    @Test
    void whoeverAsksMaySkipMoreTombstones() throws Exception {
        long moment = ago(Duration.ofDays(1));
        UUID before = deletedAt(moment - 1);
        deletedAt(moment);
        states.remove(before);

        OwnerDigest answer = AskingService.digest(ada.storeId(), moment);

        assertThat(answer.purgedBefore()).isEqualTo(moment);
        assertThat(answer.leaves()).isEqualTo(leaves(expected()));
    }

    /** The retention may have been shorter once: what was purged then is behind the boundary for good. */
    @Test
    void theBoundaryIsPastEverythingThatWasPurged() throws Exception {
        long moment = ago(Duration.ofDays(2));
        deletedAt(moment - 1);
        UUID purged = deletedAt(moment);
        UUID after = deletedAt(moment + 1);
        states.keySet().retainAll(Set.of(after));
        pool.query("update todos set purged = true, hash = 0 where id = '%s'".formatted(purged))
                .executeAndAwait();
        try {
            OwnerDigest answer = AskingService.digest(ada.storeId(), 0);

            assertThat(answer.purgedBefore()).isEqualTo(moment + 1);
            assertThat(answer.leaves()).isEqualTo(leaves(expected()));
            assertThat(AskingService.leaf(ada.storeId(), 0, 0).purgedBefore()).isEqualTo(moment + 1);
        } finally {
            pool.query("delete from todos where id = '%s'".formatted(purged)).executeAndAwait();
        }
    }

    @Test
    void fetchTellsRecordsAsTheyAre() throws Exception {
        UUID live = UUID.randomUUID();
        push(List.of(ada.put(
                live,
                ada.now(),
                Map.of("title", "Milk", "tags", Map.of("add", List.of("shop"), "remove", List.of("old"))))));
        UUID tombstone = deletedAt(ago(RETENTION.plusHours(1)));
        UUID foreign = UUID.randomUUID();
        Person eve = Person.somebody();
        eve.pushes(List.of(eve.put(foreign, eve.now(), Map.of("title", "secret"))));

        List<SnapshotRecord> records = AskingService.fetch(
                        ada.storeId(), List.of(live, tombstone, foreign, UUID.randomUUID()))
                .records();

        Map<UUID, RecordState> told = new HashMap<>();
        records.forEach(record ->
                told.put(record.id(), new WireState(record.fields(), record.clocks(), record.deleted()).toState()));
        assertThat(told).isEqualTo(states).containsOnlyKeys(live, tombstone);
        assertThat(records).allMatch(record -> record.collection().equals("todos"));
    }

    @Test
    void everyStoreIsNamedOnceInOrder() {
        Set<String> created = new TreeSet<>();
        for (int i = 0; i < 5; i++) {
            Person somebody = Person.somebody();
            somebody.creates(Map.of("title", "one"));
            somebody.creates(Map.of("title", "two"));
            created.add(somebody.storeId().toString());
        }
        Person withListsOnly = Person.somebody();
        withListsOnly.request().body(Map.of("title", "list")).post("/v1/todo-lists");
        created.add(withListsOnly.storeId().toString());

        List<String> told = new ArrayList<>();
        List<UUID> page = AskingService.stores(new UUID(0, 0), 2).storeIds();
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(id -> told.add(id.toString()));
            page = AskingService.stores(page.getLast(), 2).storeIds();
        }

        assertThat(told).isSorted().doesNotHaveDuplicates().containsAll(created);
        AskingService.request().get("/internal/v1/stores").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_001})
    void pagesOfStoresAreBounded(int limit) {
        AskingService.request()
                .get("/internal/v1/stores?limit={limit}", limit)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-parameter"));
    }

    static Stream<Arguments> questionsThatMakeNoSense() {
        UUID store = UUID.randomUUID();
        List<UUID> tooMany =
                IntStream.range(0, 1_001).mapToObj(i -> UUID.randomUUID()).toList();
        return Stream.of(
                Arguments.of("digest", new OwnerQuestion(store, "notes", 0, null, null), 422, "unknown-collection"),
                Arguments.of("digest", new OwnerQuestion(store, "todos", -1, null, null), 422, "validation-failed"),
                Arguments.of(
                        "digest", new OwnerQuestion(store, "todos", 1L << 48, null, null), 422, "validation-failed"),
                Arguments.of("leaf", new OwnerQuestion(store, "todos", 0, null, null), 422, "validation-failed"),
                Arguments.of("leaf", new OwnerQuestion(store, "todos", 0, 256, null), 422, "validation-failed"),
                Arguments.of("fetch", new OwnerQuestion(store, "todos", 0, null, null), 422, "validation-failed"),
                Arguments.of("fetch", new OwnerQuestion(store, "todos", 0, null, tooMany), 413, "too-large"),
                Arguments.of("fetch", Map.of("collection", "todos"), 400, "malformed-body"),
                Arguments.of("fetch", Map.of("storeId", "nobody"), 400, "malformed-body"));
    }

    @ParameterizedTest
    @MethodSource("questionsThatMakeNoSense")
    void whatMakesNoSenseIsRefused(String question, Object body, int status, String code) {
        AskingService.asks(question, body).then().statusCode(status).body("code", equalTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"digest", "leaf", "fetch"})
    void onlyServicesMayAskAboutRecords(String question) {
        OwnerQuestion body = new OwnerQuestion(ada.storeId(), "todos", 0, 1, List.of());
        String path = "/internal/v1/records/" + question;

        ada.request().body(body).post(path).then().statusCode(403);
        given().contentType(ContentType.JSON).body(body).post(path).then().statusCode(401);
    }

    @Test
    void onlyServicesMayAskForStores() {
        ada.request().get("/internal/v1/stores").then().statusCode(403);
        given().get("/internal/v1/stores").then().statusCode(401);
    }

    /** Live ones, tombstones and restored ones, with fields of both kinds. */
    private void manyRecords() throws Exception {
        Random random = new Random(SEED);
        List<UUID> ids = random.ints(1_000)
                .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()))
                .toList();
        List<Map<String, Object>> ops = new ArrayList<>();
        for (UUID id : ids) {
            Map<String, Object> tags = Map.of("add", List.of("t" + random.nextInt(4)), "remove", List.of("gone"));
            ops.add(ada.put(id, ada.now(), Map.of("title", "title " + id, "tags", tags)));
            if (random.nextInt(4) == 0) {
                ops.add(ada.op("delete", id, ada.now(), null));
            }
            if (random.nextInt(8) == 0) {
                ops.add(ada.op("restore", id, ada.now(), null));
            }
        }
        for (int from = 0; from < ops.size(); from += BATCH) {
            push(ops.subList(from, Math.min(from + BATCH, ops.size())));
        }
    }

    private UUID deletedAt(long millis) throws Exception {
        UUID id = UUID.randomUUID();
        push(List.of(
                ada.put(id, ada.now(), Map.of("title", "deleted")), ada.op("delete", id, new Hlc(millis, 0, 1), null)));
        return id;
    }

    /** Pushes, and keeps what became true. */
    private void push(List<Map<String, Object>> ops) throws Exception {
        var answer = json.readTree(ada.pushes(ops).statusCode(200).extract().asString());
        List<CloudEvent<RecordChanged>> events = json.convertValue(answer.get("events"), new TypeReference<>() {});
        events.forEach(event -> states.merge(event.data().id(), event.data().patch(), Merge::join));
    }

    private Digest expected() {
        Digest digest = new Digest();
        states.forEach((id, state) -> digest.add(id.toString(), RecordHash.of(id.toString(), state)));
        return digest;
    }

    private static List<LeafSum> leaves(Digest digest) {
        return IntStream.range(0, Digest.LEAVES)
                .mapToObj(leaf -> LeafSum.of(digest.leaf(leaf)))
                .toList();
    }

    private Map<UUID, String> hashesOf(UUID id) {
        OwnerLeaf answer = AskingService.leaf(ada.storeId(), RecordHash.leaf(id.toString()), 0);
        Map<UUID, String> hashes = new HashMap<>(answer.hashes());
        hashes.keySet().retainAll(Set.of(id));
        return hashes;
    }

    private static String hash(UUID id, @Nullable RecordState state) {
        return RecordHash.hex(RecordHash.of(id.toString(), Objects.requireNonNull(state)));
    }

    private static long ago(Duration duration) {
        return Instant.now().minus(duration).toEpochMilli();
    }
}
