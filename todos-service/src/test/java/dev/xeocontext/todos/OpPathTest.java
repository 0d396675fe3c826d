package dev.xeocontext.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class OpPathTest {

    private static final long SEED = 20261121;
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @Inject
    ObjectMapper json;

    private final Person ada = Person.somebody();

    /** Devices push concurrently, in any order, some of it twice: rows, events and answers end up saying the same. */
    @Test
    void concurrentBatchesConvergeWhateverTheirOrder() throws Exception {
        Random random = new Random(SEED);
        List<UUID> records = random.ints(6)
                .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()))
                .toList();
        List<Map<String, Object>> ops = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ops.add(randomOp(random, records.get(random.nextInt(records.size())), i));
        }
        List<Map<String, Object>> disorder = new ArrayList<>(ops);
        disorder.addAll(ops.subList(0, 100));
        Collections.shuffle(disorder, random);

        Map<UUID, CloudEvent<RecordChanged>> events = pushConcurrently(disorder);

        Map<UUID, RecordState> expected = new HashMap<>();
        events.values()
                .forEach(event -> expected.merge(event.data().id(), event.data().patch(), Merge::join));
        assertThat(expected.keySet()).containsExactlyInAnyOrderElementsOf(records);
        assertThat(storedHashes()).isEqualTo(hashes(expected));
        assertThat(count("applied_ops")).isEqualTo(ops.size());
    }

    private Map<UUID, CloudEvent<RecordChanged>> pushConcurrently(List<Map<String, Object>> ops) throws Exception {
        List<Callable<String>> pushes = new ArrayList<>();
        for (int i = 0; i < ops.size(); i += 10) {
            List<Map<String, Object>> batch = ops.subList(i, i + 10);
            pushes.add(() -> ada.pushes(batch).statusCode(200).extract().asString());
        }
        Map<UUID, CloudEvent<RecordChanged>> events = new HashMap<>();
        try (ExecutorService devices = Executors.newFixedThreadPool(6)) {
            for (Future<String> answer : devices.invokeAll(pushes)) {
                var tree = json.readTree(answer.get());
                tree.get("results")
                        .forEach(result ->
                                assertThat(result.get("status").asText()).isIn("applied", "superseded", "duplicate"));
                List<CloudEvent<RecordChanged>> batch = json.convertValue(tree.get("events"), new TypeReference<>() {});
                batch.forEach(event -> assertThat(events.put(event.id(), event)).isNull());
            }
        }
        return events;
    }

    private Map<String, Object> randomOp(Random random, UUID id, int i) {
        Hlc clock = new Hlc(1_000_000 + random.nextInt(50), i, 7);
        return switch (random.nextInt(6)) {
            case 0 -> ada.op("delete", id, clock, null);
            case 1 -> ada.op("restore", id, clock, null);
            case 2 -> ada.put(id, clock, Map.of("tags", Map.of("add", List.of("t" + random.nextInt(4)))));
            case 3 -> ada.put(id, clock, Map.of("tags", Map.of("remove", List.of("t" + random.nextInt(4)))));
            case 4 -> ada.put(id, clock, Map.of("title", "title " + i));
            default -> ada.put(id, clock, Map.of("priority", random.nextInt(5), "notes", "n" + i));
        };
    }

    private static Map<UUID, Long> hashes(Map<UUID, RecordState> states) {
        Map<UUID, Long> hashes = new HashMap<>();
        states.forEach((id, state) -> hashes.put(id, RecordHash.of(id.toString(), state)));
        return hashes;
    }

    private Map<UUID, Long> storedHashes() {
        Map<UUID, Long> hashes = new HashMap<>();
        pool.query("select id, hash from todos where store_id = '%s'".formatted(ada.storeId()))
                .executeAndAwait()
                .forEach(row -> hashes.put(row.getUUID("id"), row.getLong("hash")));
        return hashes;
    }

    private long count(String table) {
        return pool.query("select count(*) from %s where store_id = '%s'".formatted(table, ada.storeId()))
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void whatTheBrokerHasConfirmedLeavesTheOutbox() {
        ada.creates(Map.of("title", "Milk"));

        await().atMost(SOON).until(() -> count("outbox") == 0);
    }

    @Test
    void anOverdueMessageIsSentAgain() {
        pool.query(
                        "insert into outbox (id, store_id, payload, created_at) values ('%s', '%s', '[]', now() - interval '1 minute')"
                                .formatted(UUID.randomUUID(), ada.storeId()))
                .executeAndAwait();

        await().atMost(SOON).until(() -> count("outbox") == 0);
    }

    /** Halves are applied one after the other: what came later stays later. */
    @Test
    void opsOfARecordKeepTheirOrderAroundOneThatTheDatabaseRefuses() {
        pool.query("alter table todos add constraint no_curses check (fields ->> 'title' <> 'curse')")
                .executeAndAwait();
        try {
            UUID id = UUID.randomUUID();
            ada.pushes(List.of(
                            ada.put(id, ada.now(), Map.of("title", "first")),
                            ada.op("delete", id, ada.now(), null),
                            ada.put(UUID.randomUUID(), ada.now(), Map.of("title", "curse")),
                            ada.put(id, ada.now(), Map.of("title", "hidden")),
                            ada.op("restore", id, ada.now(), null),
                            ada.put(id, ada.now(), Map.of("title", "last"))))
                    .body(
                            "results.status",
                            contains("applied", "applied", "rejected", "superseded", "applied", "applied"));
            ada.sees(id.toString()).body("title", equalTo("last"));
        } finally {
            pool.query("alter table todos drop constraint no_curses").executeAndAwait();
        }
    }

    @Test
    void whatTheDatabaseRefusesStandsAlone() {
        pool.query("alter table todos add constraint no_curses check (fields ->> 'title' <> 'curse')")
                .executeAndAwait();
        try {
            List<Object> ops = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                ops.add(ada.put(UUID.randomUUID(), ada.now(), Map.of("title", i == 4 ? "curse" : "t" + i)));
            }

            ada.pushes(ops)
                    .body("results.findAll { it.status == 'applied' }.size()", equalTo(8))
                    .body("results[4].problem.code", equalTo("refused-by-storage"));
        } finally {
            pool.query("alter table todos drop constraint no_curses").executeAndAwait();
        }
    }
}
