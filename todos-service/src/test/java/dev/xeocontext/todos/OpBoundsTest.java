package dev.xeocontext.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a batch of ops may bring about. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class OpBoundsTest {

    private final Person ada = Person.somebody();
    private final UUID id = UUID.randomUUID();

    @Test
    void aSetCannotGrowBeyondItsLimit() {
        List<Object> ops = new ArrayList<>();
        for (int i = 0; i < 187; i++) {
            List<String> names = new ArrayList<>();
            for (int j = 0; j < 200; j++) {
                names.add("%03d-%03d".formatted(i, j));
            }
            ops.add(ada.put(id, ada.now(), Map.of("tags", Map.of("add", names))));
        }

        ada.pushes(ops)
                .body("results.findAll { it.status == 'applied' }", hasSize(5))
                .body("results[5].status", equalTo("rejected"))
                .body("results[5].problem.code", equalTo("validation-failed"))
                .body("results[5].problem.errors.pointer", contains("/fields/tags"))
                .body("events", hasSize(5))
                .body("events.data.changed.tags*.size()", everyItem(equalTo(200)))
                .body("results[4].changed.tags", hasSize(200));
    }

    @Test
    void anAnswerIsBoundedAndWhoSendsTheRestAgainComesToAnEnd() {
        ada.pushes(List.of(ada.put(id, later(), Map.of("notes", "ä".repeat(50_000)))));
        List<Map<String, Object>> rest = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rest.add(ada.put(id, ada.now(), Map.of("notes", "older")));
        }

        int answers = 0;
        while (!rest.isEmpty()) {
            Response answer = ada.pushes(rest).statusCode(200).extract().response();
            assertThat(answer.asByteArray().length).isLessThan(700_000);
            List<String> statuses = answer.path("results.status");
            assertThat(statuses).hasSameSizeAs(rest);
            int told = (int) statuses.stream()
                    .takeWhile(status -> !status.equals("retry"))
                    .count();
            assertThat(told).isPositive();
            assertThat(statuses.subList(told, statuses.size())).allMatch("retry"::equals);
            rest = rest.subList(told, rest.size());
            answers++;
        }
        assertThat(answers).isGreaterThan(1);
    }

    private static Hlc later() {
        return new Hlc(System.currentTimeMillis() + 30_000, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "{\"ops\":[]}", "{\"storeId\":\"%s\"}", "{\"storeId\":\"%s\",\"ops\":null}"})
    void refusesABodyThatIsNoBatch(String body) {
        ada.request()
                .body(body.formatted(ada.storeId()))
                .post("/internal/v1/ops")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-body"));
    }
}
