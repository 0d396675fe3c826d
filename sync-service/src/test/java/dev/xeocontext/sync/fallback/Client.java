package dev.xeocontext.sync.fallback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.testkit.TestTokens;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A client without a socket, that goes on where the last answer told it to. */
final class Client {

    private final TestTokens tokens;
    private int clock;
    private @Nullable String cursor;
    private @Nullable String next;

    Client(TestTokens tokens) {
        this.tokens = tokens;
    }

    TestTokens tokens() {
        return tokens;
    }

    Map<String, Object> put(String title) {
        Hlc hlc = new Hlc(1_700_000_000_000L + clock++, 0, 1);
        return Map.of(
                "opId", UUID.randomUUID(),
                "collection", "todos",
                "id", UUID.randomUUID(),
                "kind", "put",
                "hlc", hlc.toString(),
                "fields", Map.of("title", title));
    }

    ValidatableResponse posts(Object body) {
        return given().header("Authorization", tokens.bearer())
                .contentType("application/json")
                .body(body)
                .post("/v1/sync/push")
                .then();
    }

    ValidatableResponse pushes(String... titles) {
        return posts(Map.of("ops", List.of(titles).stream().map(this::put).toList()));
    }

    ValidatableResponse asks(String query) {
        return given().header("Authorization", tokens.bearer())
                .urlEncodingEnabled(false)
                .get("/v1/sync/pull?" + query)
                .then();
    }

    /** Asks on from where it is. */
    ValidatableResponse asksOn(String query) {
        return asks(query + (next != null ? "&next=" + next : cursor != null ? "&cursor=" + cursor : ""));
    }

    /** Asks on from where it is, and remembers where that leads. */
    JsonPath pulls(String query) {
        JsonPath answer = asksOn(query).statusCode(200).extract().jsonPath();
        cursor = answer.getString("cursor");
        next = answer.getString("next");
        assertThat(cursor == null).as("either a cursor or next").isNotEqualTo(next == null);
        return answer;
    }

    boolean inSnapshot() {
        return next != null;
    }

    static List<String> types(JsonPath answer) {
        return answer.getList("messages.type");
    }
}
