package dev.xeocontext.sync.handoff;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.xeocontext.sync.FakeOwner;
import dev.xeocontext.sync.revoke.RevokedSessionIds;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Handoff without a socket. Nobody is connected, so what is claimed is granted at once. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class ActivitiesResourceTest {

    private static final String PATH = "/v1/sync/activities";

    @Inject
    RevokedSessionIds revoked;

    private final UUID book = UUID.randomUUID();
    private final TestTokens laptop = TestTokens.forUser(UUID.randomUUID());
    private final TestTokens tablet = TestTokens.forUser(laptop.user());

    private static RequestSpecification as(TestTokens who) {
        return given().header("Authorization", who.bearer());
    }

    private static RequestSpecification as(TestTokens who, @Nullable String ifMatch) {
        return ifMatch == null ? as(who) : as(who).header("If-Match", ifMatch);
    }

    private static Map<String, Object> page(int page) {
        return Map.of("kind", "reading", "resource", "files/1", "title", "Moby Dick", "state", Map.of("page", page));
    }

    private ValidatableResponse puts(TestTokens who, @Nullable String ifMatch, Object body) {
        return as(who, ifMatch)
                .contentType("application/json")
                .body(body)
                .put(PATH + '/' + book)
                .then();
    }

    private ValidatableResponse posts(TestTokens who, String what, @Nullable String ifMatch, Object body) {
        return as(who, ifMatch)
                .contentType("application/json")
                .body(body)
                .post(PATH + '/' + book + '/' + what)
                .then();
    }

    private ValidatableResponse gets(TestTokens who, String path) {
        return as(who).get(PATH + path).then();
    }

    @Test
    void handsOverFromDeviceToDevice() {
        puts(laptop, null, page(1))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Cache-Control", "no-store")
                .body("deviceId", equalTo(laptop.device().toString()))
                .body("version", equalTo(1));
        puts(laptop, "\"1\"", page(2)).statusCode(200).body("state.page", equalTo(2));

        gets(tablet, "").statusCode(200).body("items.id", contains(book.toString()));
        gets(tablet, "/" + book)
                .statusCode(200)
                .header("ETag", "\"1\"")
                .header("Cache-Control", "no-store")
                .body("ageMs", notNullValue())
                .body("title", equalTo("Moby Dick"));
        posts(tablet, "claim", "\"1\"", Map.of())
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("deviceId", equalTo(tablet.device().toString()))
                .body("state.page", equalTo(2));

        puts(laptop, "\"1\"", page(3)).statusCode(412).body("code", equalTo("precondition-failed"));
        puts(laptop, "\"2\"", page(4)).statusCode(409).body("code", equalTo("activity-moved"));
        posts(laptop, "claim", "\"1\"", Map.of()).statusCode(412);

        gets(tablet, "/" + book + "/history")
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("items.how", contains("late", "late", "moved"))
                .body("items.state.page", contains(4, 3, 2))
                .body("items[2].deviceId", equalTo(laptop.device().toString()))
                .body("items[2].movedTo", equalTo(tablet.device().toString()))
                .body("nextCursor", nullValue());
        String next = gets(tablet, "/" + book + "/history?limit=2")
                .body("items", hasSize(2))
                .header("Link", notNullValue())
                .extract()
                .path("nextCursor");
        gets(tablet, "/" + book + "/history?limit=2&cursor=" + next).body("items.state.page", contains(2));
    }

    @Test
    void letsGoOfItAndEndsIt() {
        puts(laptop, null, page(1)).statusCode(201);

        posts(laptop, "release", "\"1\"", Map.of("state", Map.of("page", 5)))
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("deviceId", nullValue())
                .body("state.page", equalTo(5));
        posts(tablet, "claim", "\"1\"", Map.of())
                .statusCode(200)
                .body("deviceId", equalTo(tablet.device().toString()));

        as(laptop, "\"1\"").delete(PATH + '/' + book).then().statusCode(412);
        as(laptop, "\"2\"").delete(PATH + '/' + book).then().statusCode(204);
        gets(tablet, "/" + book).statusCode(404).body("code", equalTo("not-found"));
        gets(tablet, "").body("items", empty());
        puts(tablet, "\"2\"", page(9)).statusCode(404);
        gets(tablet, "/" + book + "/history").body("items.how", contains("late", "ended", "moved"));
    }

    @Test
    void begins() {
        puts(laptop, null, page(1)).statusCode(201).header("Location", notNullValue());
        puts(laptop, null, page(1)).statusCode(201);
        puts(tablet, null, page(1)).statusCode(409).body("code", equalTo("activity-moved"));
        as(tablet)
                .header("If-None-Match", "*")
                .contentType("application/json")
                .body(page(1))
                .put(PATH + '/' + book)
                .then()
                .statusCode(412);
    }

    @Test
    void isInvisibleToOtherUsers() {
        puts(laptop, null, page(1)).statusCode(201);
        TestTokens stranger = TestTokens.forUser(UUID.randomUUID());

        gets(stranger, "").body("items", empty());
        gets(stranger, "/" + book).statusCode(404);
        gets(stranger, "/" + book + "/history").statusCode(200).body("items", empty());
        posts(stranger, "claim", "\"1\"", Map.of()).statusCode(404);
        as(stranger, "\"1\"").delete(PATH + '/' + book).then().statusCode(404);
        gets(laptop, "/" + book).statusCode(200).body("version", equalTo(1));
    }

    @Test
    void refusesWhatIsNotAskedWell() {
        puts(laptop, "1", page(1)).statusCode(400).body("errors.pointer", contains("#If-Match"));
        puts(laptop, "\"0\"", page(1)).statusCode(400);
        puts(laptop, "\"1\", \"2\"", page(1)).statusCode(400);
        puts(laptop, "*", page(1)).statusCode(400);
        posts(laptop, "claim", null, Map.of()).statusCode(400).body("code", equalTo("invalid-parameter"));
        posts(laptop, "release", null, Map.of()).statusCode(400);
        as(laptop).delete(PATH + '/' + book).then().statusCode(400);
        as(laptop)
                .header("If-None-Match", "\"1\"")
                .contentType("application/json")
                .body(page(1))
                .put(PATH + '/' + book)
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("#If-None-Match"));

        puts(laptop, null, Map.of("kind", "reading", "state", Map.of("a", "\0")))
                .statusCode(422)
                .body("code", equalTo("validation-failed"))
                .body("errors.pointer", contains("/resource", "/state/a"));
        puts(laptop, null, Map.of("kind", "reading", "resource", "r", "state", Map.of("a", "x".repeat(16_384))))
                .statusCode(413)
                .body("errors.pointer", contains("/state"));
        puts(laptop, null, "{\"state\": []}").statusCode(400).body("code", equalTo("malformed-body"));
        puts(laptop, null, "{").statusCode(400).body("code", equalTo("malformed-body"));
        puts(laptop, null, "null").statusCode(400).body("code", equalTo("malformed-body"));
        gets(laptop, "/book").statusCode(404);
        gets(laptop, "/" + book + "/history?limit=0").statusCode(400).body("errors.pointer", contains("#limit"));
        gets(laptop, "/" + book + "/history?cursor=x").statusCode(400).body("errors.pointer", contains("#cursor"));

        puts(laptop, null, page(1)).statusCode(201);
        posts(laptop, "release", "\"1\"", Map.of("deviceId", laptop.device()))
                .statusCode(422)
                .body("errors.pointer", contains("/deviceId"));
        posts(laptop, "claim", "\"1\"", Map.of("deviceId", UUID.randomUUID()))
                .statusCode(404)
                .body("errors.pointer", contains("/deviceId"));
        posts(laptop, "claim", "\"1\"", "{\"deviceId\": 5}").statusCode(400);
    }

    @Test
    void wantsASessionThatCounts() {
        given().get(PATH).then().statusCode(401);
        assertThat(revoked.add(laptop.session())).isTrue();
        gets(laptop, "").statusCode(401).body("code", equalTo("session-revoked"));
        puts(laptop, null, page(1)).statusCode(401);
        gets(tablet, "").statusCode(200);
    }
}
