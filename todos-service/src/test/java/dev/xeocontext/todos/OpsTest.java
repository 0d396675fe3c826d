package dev.xeocontext.todos;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class OpsTest {

    private final Person ada = Person.somebody();
    private final UUID id = UUID.randomUUID();

    @Test
    void appliesAPutAndTellsWhatBecameTrue() {
        Hlc clock = ada.now();
        Map<String, Object> op =
                ada.put(id, clock, Map.of("title", "Milk", "tags", Map.of("add", List.of("shop", "home"))));

        ada.pushes(List.of(op))
                .statusCode(200)
                .body("results", hasSize(1))
                .body("results[0].opId", equalTo(op.get("opId")))
                .body("results[0].status", equalTo("applied"))
                .body("results[0].changed.title", equalTo("Milk"))
                .body("results[0].changed.tags", contains("home", "shop"))
                .body("results[0].clocks.title", equalTo(clock.toString()))
                .body("results[0].clocks.tags.shop", equalTo(clock.toString()))
                .body("events", hasSize(1))
                .body("events[0].specversion", equalTo("1.0"))
                .body("events[0].type", equalTo("dev.xeocontext.todos.changed.v1"))
                .body("events[0].subject", equalTo("todos/" + id))
                .body("events[0].data.storeId", equalTo(ada.storeId().toString()))
                .body("events[0].data.opId", equalTo(op.get("opId")));
        ada.sees(id.toString()).body("title", equalTo("Milk"));
    }

    @Test
    void whatWasNeverWrittenCountsAsItsDefault() {
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("notes", "only notes"))));

        ada.sees(id.toString())
                .body("status", equalTo("open"))
                .body("priority", equalTo(0))
                .body("tags", empty());
        ada.request().get("/v1/todos?status=open").then().body("items.id", contains(id.toString()));
    }

    @Test
    void editsOfDifferentFieldsBothStandWhateverComesFirst() {
        Hlc first = ada.now();
        Hlc title = ada.now();
        Hlc status = ada.now();
        ada.pushes(List.of(ada.put(id, first, Map.of("title", "Milk", "status", "open"))));

        ada.pushes(List.of(ada.put(id, status, Map.of("status", "done"))))
                .body("results[0].status", equalTo("applied"));
        ada.pushes(List.of(ada.put(id, title, Map.of("title", "Oat milk"))))
                .body("results[0].status", equalTo("applied"));

        ada.sees(id.toString()).body("title", equalTo("Oat milk")).body("status", equalTo("done"));
    }

    @Test
    void anOlderClockIsSupersededAndAnsweredWithWhatStands() {
        Hlc older = ada.now();
        Hlc newer = ada.now();
        ada.pushes(List.of(ada.put(id, newer, Map.of("title", "Tuesday"))));

        ada.pushes(List.of(ada.put(id, older, Map.of("title", "Monday"))))
                .body("results[0].status", equalTo("superseded"))
                .body("results[0].changed.title", equalTo("Tuesday"))
                .body("results[0].clocks", equalTo(newer.toString()))
                .body("events", empty());
        ada.sees(id.toString()).body("title", equalTo("Tuesday"));
    }

    @Test
    void aPutAfterADeleteDoesNotResurrect() {
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "Milk"))));
        ada.pushes(List.of(ada.op("delete", id, ada.now(), null)))
                .body("results[0].status", equalTo("applied"))
                .body("results[0].deleted.value", equalTo(true));

        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "Zombie"))))
                .body("results[0].status", equalTo("superseded"))
                .body("results[0].deleted.value", equalTo(true));
        ada.sees(id.toString()).statusCode(404);

        ada.pushes(List.of(ada.op("restore", id, ada.now(), null))).body("results[0].status", equalTo("applied"));
        ada.sees(id.toString()).statusCode(200).body("title", equalTo("Zombie"));
    }

    @Test
    void aDeleteBeforeTheCreationArrivesHolds() {
        Hlc created = ada.now();
        ada.pushes(List.of(ada.op("delete", id, ada.now(), null)));

        ada.pushes(List.of(ada.put(id, created, Map.of("title", "Late"))))
                .body("results[0].status", equalTo("superseded"));
        ada.sees(id.toString()).statusCode(404);
    }

    @Test
    void theSameOpTwiceChangesNothingTheSecondTime() {
        Map<String, Object> op = ada.put(id, ada.now(), Map.of("title", "Milk"));
        ada.pushes(List.of(op)).body("results[0].status", equalTo("applied"));
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "Oat milk"))));

        ada.pushes(List.of(op))
                .body("results[0].status", equalTo("duplicate"))
                .body("results[0].outcome", equalTo("applied"))
                .body("results[0].changed.title", equalTo("Oat milk"))
                .body("events", empty());
    }

    @Test
    void theSameOpTwiceInOneBatchIsADuplicate() {
        Map<String, Object> op = ada.put(id, ada.now(), Map.of("title", "Milk"));

        ada.pushes(List.of(op, op))
                .body("results.status", contains("applied", "duplicate"))
                .body("events", hasSize(1));
    }

    @Test
    void opsOfOneRecordAreFoldedInOrder() {
        ada.pushes(List.of(
                        ada.put(id, ada.now(), Map.of("title", "Milk")),
                        ada.op("delete", id, ada.now(), null),
                        ada.put(id, ada.now(), Map.of("title", "Hidden")),
                        ada.op("restore", id, ada.now(), null)))
                .body("results.status", contains("applied", "applied", "superseded", "applied"))
                .body("events.data.kind", contains("put", "delete", "put", "restore"));
        ada.sees(id.toString()).body("title", equalTo("Hidden"));
    }

    @Test
    void oneBadOpNeverBlocksTheRest() {
        List<Object> ops = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ops.add(ada.put(UUID.randomUUID(), ada.now(), Map.of("title", "t" + i)));
        }
        ops.set(3, Map.of("opId", "1"));
        ops.set(7, "nonsense");
        ops.set(11, ada.put(UUID.randomUUID(), ada.now(), Map.of("title", "nul \u0000")));
        ops.set(13, ada.put(UUID.randomUUID(), ada.now(), Map.of("colour", "red")));

        ada.pushes(ops)
                .statusCode(200)
                .body("results", hasSize(20))
                .body("results.findAll { it.status == 'applied' }", hasSize(16))
                .body("results[3].problem.code", equalTo("malformed-op"))
                .body("results[3].opId", equalTo("1"))
                .body("results[7].problem.code", equalTo("malformed-op"))
                .body("results[7].opId", nullValue())
                .body("results[11].problem.code", equalTo("malformed-op"))
                .body("results[11].problem.errors.pointer", contains("/fields/title"))
                .body("results[13].problem.code", equalTo("unknown-field"));
    }

    @Test
    void refusesClocksThatAreAheadOrUsedTwice() {
        Hlc ahead = new Hlc(System.currentTimeMillis() + 3_600_000, 0, 1);
        ada.pushes(List.of(ada.put(id, ahead, Map.of("title", "Tomorrow"))))
                .body("results[0].status", equalTo("rejected"))
                .body("results[0].problem.code", equalTo("clock-skew"));

        Hlc clock = ada.now();
        ada.pushes(List.of(
                        ada.put(id, clock, Map.of("title", "Milk")),
                        ada.put(id, clock, Map.of("title", "Bread")),
                        ada.put(id, clock, Map.of("title", "Milk"))))
                .body("results.status", contains("applied", "rejected", "superseded"))
                .body("results[1].problem.code", equalTo("clock-reused"));
    }

    /** As after a clock was put back, the server's or the device's, and the answer was lost. */
    @Test
    void anOpThatWasTakenIsKnownHoweverFarAheadItsClockIsByNow() {
        Map<String, Object> op = ada.put(id, ada.now(), Map.of("title", "Milk"));
        ada.pushes(List.of(op)).body("results.status", contains("applied"));
        Map<String, Object> again = new LinkedHashMap<>(op);
        again.put("hlc", new Hlc(System.currentTimeMillis() + 3_600_000, 0, 1).toString());

        ada.pushes(List.of(again))
                .body("results.status", contains("duplicate"))
                .body("results[0].outcome", equalTo("applied"))
                .body("events", hasSize(0));
        ada.pushesTogether(List.of(again)).body("results.status", contains("duplicate"));
        ada.sees(id.toString()).body("title", equalTo("Milk"));
    }

    @Test
    void anOpWhoseClockWasAheadLeavesNoTraceAndMayComeAgain() {
        Map<String, Object> op = ada.put(id, ada.now(), Map.of("title", "Milk"));
        Map<String, Object> ahead = new LinkedHashMap<>(op);
        ahead.put("hlc", new Hlc(System.currentTimeMillis() + 3_600_000, 0, 1).toString());

        ada.pushes(List.of(ahead)).body("results[0].problem.code", equalTo("clock-skew"));
        ada.pushes(List.of(ahead, op))
                .body("results.status", contains("rejected", "applied"))
                .body("results[0].problem.code", equalTo("clock-skew"));
    }

    @Test
    void aRefusedOpLeavesNoTraceAndMayComeAgain() {
        Hlc clock = ada.now();
        Map<String, Object> refused = ada.put(id, clock, Map.of("title", "Bread"));
        ada.pushes(List.of(ada.put(id, clock, Map.of("title", "Milk")), refused))
                .body("results[1].status", equalTo("rejected"));

        Map<String, Object> mended = new HashMap<>(refused);
        mended.put("hlc", ada.now().toString());
        ada.pushes(List.of(mended)).body("results[0].status", equalTo("applied"));
    }

    @Test
    void setsMergeElementByElement() {
        Person phone = ada.onAnotherDevice();
        Hlc early = ada.now();
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("tags", Map.of("add", List.of("a", "b"))))));
        phone.pushes(List.of(
                phone.put(id, phone.now(), Map.of("tags", Map.of("remove", List.of("a"), "add", List.of("c"))))));
        ada.pushes(List.of(ada.put(id, early, Map.of("tags", Map.of("remove", List.of("b"))))))
                .body("results[0].status", equalTo("superseded"));

        ada.sees(id.toString()).body("tags", containsInAnyOrder("b", "c"));
    }

    @Test
    void anEditStampedByTheServiceBeatsEveryClockInTheRow() {
        Hlc soon = new Hlc(System.currentTimeMillis() + 50_000, 0, 1);
        ada.pushes(List.of(ada.put(id, soon, Map.of("title", "Fast clock"))));

        ada.request()
                .body(Map.of("title", "By hand"))
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(200);
        ada.sees(id.toString()).body("title", equalTo("By hand"));
    }

    @Test
    void aForeignStoreIsRefusedAndOneIdInTwoStoresIsTwoRecords() {
        Person eve = Person.somebody();
        eve.request()
                .body(Map.of("storeId", ada.storeId(), "ops", List.of()))
                .post("/internal/v1/ops")
                .then()
                .statusCode(403)
                .body("code", equalTo("foreign-store"));

        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "Ada's"))));
        eve.pushes(List.of(eve.put(id, eve.now(), Map.of("title", "Eve's"))))
                .body("results[0].status", equalTo("applied"));
        ada.sees(id.toString()).body("title", equalTo("Ada's"));
        eve.sees(id.toString()).body("title", equalTo("Eve's"));
    }

    @Test
    void aDeviceThatIsAheadTakesNobodyElseAlong() {
        Hlc ahead = new Hlc(System.currentTimeMillis() + 50_000, 0, 1);
        ada.pushes(List.of(ada.put(id, ahead, Map.of("title", "Fast clock"))));
        ada.request()
                .body(Map.of("title", "By hand"))
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(200);

        Person bob = Person.somebody();
        String other = bob.creates(Map.of("title", "Milk"));
        bob.pushes(List.of(
                        bob.put(UUID.fromString(other), new Hlc(ahead.millis() - 1, 0, 1), Map.of("title", "Later"))))
                .body("results[0].status", equalTo("applied"));
    }
}
