package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.local.stack.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two devices of one person, and edits that meet. */
@SystemTest
class MergeTest {

    private final Account anna;
    private Device phone;
    private Device laptop;

    MergeTest(Stack stack) {
        anna = Account.register(stack.url());
    }

    @BeforeAll
    void connect() {
        phone = Device.connect(anna).subscribe();
        laptop = Device.connect(anna.onAnotherDevice()).subscribe();
    }

    @AfterAll
    void disconnect() {
        phone.close();
        laptop.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void differentFieldsEditedOfflineBothStand(boolean phoneFirst) {
        var todo = todo("Milk");
        var title = Op.put(todo, phone.clock().now(), Map.of("title", "Oat milk"));
        var notes = Op.put(todo, laptop.clock().now(), Map.of("notes", "two bottles"));

        var first = phoneFirst ? phone.push(title) : laptop.push(notes);
        var second = phoneFirst ? laptop.push(notes) : phone.push(title);

        assertThat(status(first.getFirst())).isEqualTo("applied");
        assertThat(status(second.getFirst())).isEqualTo("applied");
        for (var device : new Device[] {phone, laptop}) {
            Waiting.untilShows(device, todo, "title", "Oat milk");
            Waiting.untilShows(device, todo, "notes", "two bottles");
        }
        anna.rest()
                .get("/v1/todos/" + todo)
                .then()
                .statusCode(200)
                .body("title", equalTo("Oat milk"))
                .body("notes", equalTo("two bottles"));
    }

    @Test
    void anOlderClockIsSuperseded() {
        var todo = todo("Milk");

        var result = laptop.push(Op.put(todo, laptop.clock().at(Duration.ofDays(-2)), Map.of("title", "Cream")))
                .getFirst();

        assertThat(status(result)).isEqualTo("superseded");
        assertThat(result.path("changed").path("title").asText()).isEqualTo("Milk");
        title(todo, "Milk");
    }

    @Test
    void aPutAfterADeleteDoesNotResurrect() {
        var todo = todo("Milk");
        assertThat(status(phone.push(Op.delete(todo, phone.clock().now())).getFirst()))
                .isEqualTo("applied");

        var result = laptop.push(Op.put(todo, laptop.clock().now(), Map.of("title", "Cream")))
                .getFirst();

        assertThat(status(result)).isEqualTo("superseded");
        assertThat(result.path("deleted").path("value").asBoolean()).isTrue();
        Waiting.untilShows(laptop, todo, "deleted", "true");
        anna.rest().get("/v1/todos/" + todo).then().statusCode(404);
    }

    @Test
    void onlyRestoreShowsADeletedRecordAgain() {
        var todo = todo("Milk");
        phone.push(Op.delete(todo, phone.clock().now()));
        laptop.push(Op.put(todo, laptop.clock().now(), Map.of("title", "Cream")));

        assertThat(status(phone.push(Op.restore(todo, phone.clock().now())).getFirst()))
                .isEqualTo("applied");

        Waiting.untilShows(laptop, todo, "deleted", "false");
        title(todo, "Cream");
    }

    @Test
    void theSameOpTwiceChangesNothingTheSecondTime() {
        var todo = todo("Milk");
        var op = Op.put(todo, phone.clock().now(), Map.of("title", "Oat milk"));
        phone.push(op);
        phone.push(Op.put(todo, phone.clock().now(), Map.of("title", "Soy milk")));

        var again = phone.push(op).getFirst();

        assertThat(status(again)).isEqualTo("duplicate");
        assertThat(again.path("outcome").asText()).isEqualTo("applied");
        Waiting.untilShows(laptop, todo, "title", "Soy milk");
        title(todo, "Soy milk");
        assertThat(phone.replica().events())
                .filteredOn(event -> op.opId().toString().equals(event.opId()))
                .hasSize(1);
    }

    private UUID todo(String title) {
        var id = Op.uuid();
        phone.push(Op.put(id, phone.clock().now(), Map.of("title", title)));
        Waiting.untilShows(laptop, id, "title", title);
        Waiting.untilShows(phone, id, "title", title);
        return id;
    }

    private void title(UUID todo, String title) {
        anna.rest().get("/v1/todos/" + todo).then().statusCode(200).body("title", equalTo(title));
    }

    private static String status(JsonNode result) {
        return result.path("status").asText();
    }
}
