package dev.xeocontext.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of records that were deleted long ago. */
@QuarkusTest
@TestProfile(PurgeTest.EverySecond.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class PurgeTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LONG_AGO = Duration.ofDays(91);

    /** Looks every second, and purges two at a time. */
    public static final class EverySecond implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xeo.records.purge-every", "1s", "xeo.records.purge-batch", "2");
        }
    }

    @Inject
    Pool pool;

    private final Person ada = Person.somebody();
    private final UUID id = UUID.randomUUID();

    @Test
    void idAndDeletionClockStayAndTheContentGoes() {
        Hlc deletion = deleted(id, LONG_AGO);
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "written under the tombstone"))))
                .body("results[0].status", equalTo("superseded"));
        letADayPass(id);

        awaitPurged(id);

        Row row = row(id);
        assertThat(row.getString("fields")).isEqualTo("{}");
        assertThat(row.getString("clocks")).isEqualTo("{}");
        assertThat(row.getBoolean("deleted")).isTrue();
        assertThat(row.getString("deletion_clock")).isEqualTo(deletion.toString());
    }

    @Test
    void noOpBringsItBack() {
        purged(id);
        List<Map<String, Object>> ops = List.of(
                ada.put(id, ada.now(), Map.of("title", "Zombie")),
                ada.op("restore", id, ada.now(), null),
                ada.op("delete", id, ada.now(), null),
                ada.put(id, new Hlc(ago(LONG_AGO.plusDays(1)), 0, 3), Map.of("title", "older than the deletion")));

        for (int time = 1; time <= 2; time++) {
            ada.pushes(ops)
                    .body("results.status", everyItem(equalTo("rejected")))
                    .body("results.problem.code", everyItem(equalTo("gone")))
                    .body("results[0].problem.status", equalTo(410))
                    .body("events", empty());
        }

        assertThat(row(id).getString("fields")).isEqualTo("{}");
    }

    @Test
    void opsBesideALateOneAreApplied() {
        purged(id);

        ada.pushes(List.of(
                        ada.put(id, ada.now(), Map.of("title", "Zombie")),
                        ada.put(UUID.randomUUID(), ada.now(), Map.of("title", "Milk"))))
                .body("results.status", contains("rejected", "applied"));
    }

    @Test
    void overRestItCanNeitherBeReadNorRestored() {
        purged(id);

        ada.sees(id.toString()).statusCode(404);
        ada.request()
                .body(Map.of("title", "x"))
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(404);
        ada.request().delete("/v1/todos/{id}", id).then().statusCode(404);
        ada.request().post("/v1/todos/{id}/restore", id).then().statusCode(410).body("code", equalTo("gone"));
        ada.request()
                .header("If-Match", "\"0000000000000000\"")
                .post("/v1/todos/{id}/restore", id)
                .then()
                .statusCode(410);
        Person.somebody().request().post("/v1/todos/{id}/restore", id).then().statusCode(404);
    }

    @Test
    void whatWasDeletedOfLateOrSaidOfLateIsKept() {
        UUID young = UUID.randomUUID();
        deleted(young, Duration.ofDays(89));
        letADayPass(young);
        UUID justHeardOf = UUID.randomUUID();
        deleted(justHeardOf, LONG_AGO.plusDays(1));

        purged(id);

        assertThat(row(young).getBoolean("purged")).isFalse();
        assertThat(row(justHeardOf).getBoolean("purged")).isFalse();
        ada.request().post("/v1/todos/{id}/restore", young).then().statusCode(200);
        ada.request().post("/v1/todos/{id}/restore", justHeardOf).then().statusCode(200);
    }

    @Test
    void moreThanABatchAndEveryCollectionIsPurged() {
        List<UUID> many = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID one = UUID.randomUUID();
            deleted(one, LONG_AGO);
            many.add(one);
        }
        String list = ada.request()
                .body(Map.of("title", "list"))
                .post("/v1/todo-lists")
                .then()
                .extract()
                .path("id");
        ada.request().delete("/v1/todo-lists/{id}", list).then().statusCode(204);
        run("update todo_lists set updated_at = updated_at - interval '2 days', deletion_clock = '%s' where id = '%s'"
                .formatted(new Hlc(ago(LONG_AGO), 0, 1), list));
        many.forEach(this::letADayPass);

        many.forEach(this::awaitPurged);
        await().atMost(SOON)
                .until(() -> one("select purged from todo_lists where id = '%s'".formatted(list))
                        .getBoolean("purged"));
        RestAssured.get("/q/metrics")
                .then()
                .body(containsString("xeo_records_purged_total{collection=\"todos\""))
                .body(containsString("xeo_records_purged_total{collection=\"todo-lists\""))
                .body(containsString("xeo_records_purge_failures_total 0.0"));
    }

    @Test
    void whatSomebodyHoldsIsLeftForLater() {
        deleted(id, LONG_AGO.plusDays(1));
        SqlConnection holder = pool.getConnectionAndAwait();
        try {
            holder.query("begin").executeAndAwait();
            holder.query("select from todos where id = '%s' for key share".formatted(id))
                    .executeAndAwait();
            letADayPass(id);
            purged(UUID.randomUUID());
            assertThat(row(id).getBoolean("purged")).isFalse();
            holder.query("commit").executeAndAwait();
        } finally {
            holder.closeAndAwait();
        }

        awaitPurged(id);
    }

    @Test
    void itsDigestDoesNotCountIt() {
        purged(id);

        assertThat(AskingService.digest(ada.storeId(), 0).leaves()).allMatch(leaf -> leaf.count() == 0);
        assertThat(AskingService.leaf(ada.storeId(), RecordHash.leaf(id.toString()), 0)
                        .hashes())
                .isEmpty();
        assertThat(AskingService.fetch(ada.storeId(), List.of(id)).records()).isEmpty();
    }

    private void purged(UUID record) {
        deleted(record, LONG_AGO);
        letADayPass(record);
        awaitPurged(record);
    }

    /** Creates a record and deletes it, long ago by the clock of its device. */
    private Hlc deleted(UUID record, Duration ago) {
        Hlc deletion = new Hlc(ago(ago), 0, 1);
        ada.pushes(List.of(
                        ada.put(
                                record,
                                new Hlc(deletion.millis() - 1, 0, 1),
                                Map.of("title", "Milk", "tags", Map.of("add", List.of("shop")))),
                        ada.op("delete", record, deletion, null)))
                .body("results.status", contains("applied", "applied"));
        return deletion;
    }

    private void letADayPass(UUID record) {
        run("update todos set updated_at = updated_at - interval '2 days' where id = '%s'".formatted(record));
    }

    private void awaitPurged(UUID record) {
        await().atMost(SOON).until(() -> row(record).getBoolean("purged"));
    }

    private Row row(UUID record) {
        return one("select fields::text, clocks::text, deleted, deletion_clock, purged from todos where id = '%s'"
                .formatted(record));
    }

    private Row one(String sql) {
        return pool.query(sql).executeAndAwait().iterator().next();
    }

    private void run(String sql) {
        pool.query(sql).executeAndAwait();
    }

    private static long ago(Duration duration) {
        return Instant.now().minus(duration).toEpochMilli();
    }
}
