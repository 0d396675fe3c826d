package dev.xeocontext.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ops that are taken all or none. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class AtomicOpsTest {

    @Inject
    Pool pool;

    private final Person ada = Person.somebody();
    private final UUID one = UUID.randomUUID();
    private final UUID two = UUID.randomUUID();

    @Test
    void allAreAppliedWhenAllAreGood() {
        ada.pushesTogether(List.of(title(one, "Milk"), title(two, "Bread")))
                .statusCode(200)
                .body("results.status", contains("applied", "applied"))
                .body("events", hasSize(2));

        ada.sees(one.toString()).body("title", equalTo("Milk"));
        ada.sees(two.toString()).body("title", equalTo("Bread"));
    }

    @Test
    void nothingIsAppliedWhenOneIsRefusedAtTheDoor() {
        Map<String, Object> good = title(one, "Milk");

        ada.pushesTogether(List.of(good, ada.put(two, ada.now(), Map.of("colour", "red")), "nonsense"))
                .body("results.status", contains("rejected", "rejected", "rejected"))
                .body("results.problem.code", contains("atomic-aborted", "unknown-field", "malformed-op"))
                .body("results[0].opId", equalTo(good.get("opId")))
                .body("events", empty());

        nothingRemains();
        ada.pushes(List.of(good)).body("results[0].status", equalTo("applied"));
    }

    @Test
    void nothingIsAppliedWhenOneIsRefusedByTheMerge() {
        Hlc clock = ada.now();
        ada.pushes(List.of(ada.put(one, clock, Map.of("title", "Milk"))));

        ada.pushesTogether(List.of(
                        title(two, "Bread"), ada.put(one, clock, Map.of("title", "Cream")), title(one, "Oat milk")))
                .body("results.problem.code", contains("atomic-aborted", "clock-reused", "atomic-aborted"))
                .body("events", empty());

        ada.sees(one.toString()).body("title", equalTo("Milk"));
        ada.sees(two.toString()).statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 8})
    void nothingIsAppliedWhenTheDatabaseRefusesOne(int place) {
        pool.query("alter table todos add constraint no_curses check (fields ->> 'title' <> 'curse')")
                .executeAndAwait();
        try {
            List<Object> ops = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                ops.add(title(UUID.randomUUID(), i == place ? "curse" : "t" + i));
            }

            ada.pushesTogether(ops)
                    .body("results.status", everyItem(equalTo("rejected")))
                    .body("results[%d].problem.code".formatted(place), equalTo("refused-by-storage"))
                    .body("results.findAll { it.problem.code == 'atomic-aborted' }", hasSize(8))
                    .body("events", empty());
            nothingRemains();
        } finally {
            pool.query("alter table todos drop constraint no_curses").executeAndAwait();
        }
    }

    @Test
    void whatWasAppliedIsADuplicateTheSecondTime() {
        List<Object> ops = List.of(title(one, "Milk"), title(two, "Bread"));
        ada.pushesTogether(ops).body("results.status", contains("applied", "applied"));

        ada.pushesTogether(ops)
                .body("results.status", contains("duplicate", "duplicate"))
                .body("results.outcome", contains("applied", "applied"))
                .body("events", empty());
    }

    @Test
    void newOnesMayStandBesideThoseThatWereTakenBefore() {
        Map<String, Object> before = title(one, "Milk");
        ada.pushes(List.of(before));

        ada.pushesTogether(List.of(before, title(two, "Bread")))
                .body("results.status", contains("duplicate", "applied"));
    }

    @Test
    void whatWasTakenBeforeStaysTakenWhenTheRestIsAborted() {
        Map<String, Object> before = title(one, "Milk");
        ada.pushes(List.of(before));

        ValidatableResponse answer = ada.pushesTogether(
                List.of(before, title(one, "Cream"), ada.put(two, ada.now(), Map.of("colour", "red"))));

        answer.body("results.status", contains("duplicate", "rejected", "rejected"))
                .body("results[0].changed", nullValue());
        ada.sees(one.toString()).body("title", equalTo("Milk"));
    }

    @Test
    void theSameOpTwiceIsAbortedTwice() {
        Map<String, Object> twice = title(one, "Milk");

        ada.pushesTogether(List.of(twice, twice, "nonsense"))
                .body("results.problem.code", contains("atomic-aborted", "atomic-aborted", "malformed-op"));

        nothingRemains();
    }

    private Map<String, Object> title(UUID id, String title) {
        return ada.put(id, ada.now(), Map.of("title", title));
    }

    private void nothingRemains() {
        for (String table : List.of("todos", "applied_ops", "outbox")) {
            long rows = pool.query("select count(*) from %s where store_id = '%s'".formatted(table, ada.storeId()))
                    .executeAndAwait()
                    .iterator()
                    .next()
                    .getLong(0);
            assertThat(rows).as(table).isZero();
        }
    }
}
