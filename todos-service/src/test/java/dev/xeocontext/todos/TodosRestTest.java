package dev.xeocontext.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class TodosRestTest {

    private static final String CURSOR_WITH_NUL =
            "cursor=cG9zaXRpb24KMDE5M2E1ZjAtN2MxZS03YjNhLTlkMmYtMWM4ZTVhNmI3YzAxCmEA";

    private final Person ada = Person.somebody();

    @Test
    void createsWithDefaultsLocationAndTag() {
        Response created = ada.request().body(Map.of("title", "Milk")).post("/v1/todos");

        created.then()
                .statusCode(201)
                .header("ETag", notNullValue())
                .body("title", equalTo("Milk"))
                .body("status", equalTo("open"))
                .body("priority", equalTo(0))
                .body("due", nullValue())
                .body("tags", empty())
                .body("createdAt", notNullValue());
        String id = created.path("id");
        assertThat(created.headers().getValues("Location")).containsExactly("/v1/todos/" + id);
        ada.sees(id).statusCode(200).header("ETag", created.header("ETag")).body("title", equalTo("Milk"));
    }

    @Test
    void keepsEveryField() {
        Map<String, Object> fields = Map.of(
                "title", "Zahnarzt \uD83E\uDDB7",
                "notes", "Karte mitnehmen",
                "status", "in-progress",
                "priority", 3,
                "due", "2026-11-21T09:30",
                "dueZone", "Europe/Berlin",
                "listId", UUID.randomUUID().toString(),
                "position", "a0V",
                "tags", List.of("health", "town"));
        String id = ada.creates(fields);

        var seen = ada.sees(id).extract().jsonPath();
        fields.forEach((name, value) -> assertThat(seen.<Object>get(name)).isEqualTo(value));
    }

    @Test
    void mergePatchClearsFieldsAndReplacesSets() {
        String id = ada.creates(Map.of("title", "Milk", "due", "2026-11-21", "tags", List.of("shop", "home")));
        Map<String, Object> patch = new HashMap<>();
        patch.put("due", null);
        patch.put("tags", List.of("home", "now"));

        ada.request()
                .contentType("application/merge-patch+json")
                .body(patch)
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(200)
                .body("title", equalTo("Milk"))
                .body("due", nullValue())
                .body("tags", containsInAnyOrder("home", "now"));
    }

    @Test
    void refusesAPatchOfWhatHasChanged() {
        Response created = ada.request().body(Map.of("title", "Milk")).post("/v1/todos");
        String id = created.path("id");
        String tag = created.header("ETag");
        ada.request()
                .body(Map.of("title", "Oat milk"))
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(200);

        ada.request()
                .header("If-Match", tag)
                .body(Map.of("title", "Soy milk"))
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(412)
                .contentType("application/problem+json")
                .body("code", equalTo("precondition-failed"));
        String current =
                ada.sees(id).body("title", equalTo("Oat milk")).extract().header("ETag");
        ada.request()
                .header("If-Match", "\"0000000000000000\", " + current)
                .body(Map.of("title", "Soy milk"))
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(200);
    }

    @Test
    void deletesAndRestores() {
        String id = ada.creates(Map.of("title", "Milk"));

        ada.request().delete("/v1/todos/{id}", id).then().statusCode(204);
        ada.sees(id).statusCode(404).body("code", equalTo("not-found"));
        ada.request().delete("/v1/todos/{id}", id).then().statusCode(404);
        ada.request()
                .body(Map.of("title", "No"))
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(404);
        ada.request().post("/v1/todos/{id}/restore", id).then().statusCode(200).body("title", equalTo("Milk"));
        ada.sees(id).statusCode(200);
    }

    @Test
    void restoringWhatIsNotDeletedLeavesItAsItIs() {
        String id = ada.creates(Map.of("title", "Milk"));
        String tag = ada.sees(id).extract().header("ETag");

        ada.request().post("/v1/todos/{id}/restore", id).then().statusCode(200).header("ETag", tag);
        ada.sees(id).header("ETag", tag);
    }

    @Test
    void theSameIdempotencyKeyCreatesOnce() {
        Response first = create("key-1", Map.of("title", "Milk"));
        Response again = create("key-1", Map.of("title", "Milk"));

        first.then().statusCode(201);
        again.then().statusCode(201).body("id", equalTo(first.path("id")));
        create("key-1", Map.of("title", "Bread"))
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
        ada.request().get("/v1/todos").then().body("items", hasSize(1));
    }

    private Response create(String key, Map<String, ?> body) {
        return ada.request().header("Idempotency-Key", key).body(body).post("/v1/todos");
    }

    @Test
    void nobodyReachesTheRecordOfAnother() {
        String id = ada.creates(Map.of("title", "Secret"));
        Person eve = Person.somebody();

        eve.sees(id).statusCode(404);
        eve.request()
                .body(Map.of("title", "Mine"))
                .patch("/v1/todos/{id}", id)
                .then()
                .statusCode(404);
        eve.request().delete("/v1/todos/{id}", id).then().statusCode(404);
        eve.request().post("/v1/todos/{id}/restore", id).then().statusCode(404);
        eve.request().get("/v1/todos").then().body("items", empty());
        ada.sees(id).body("title", equalTo("Secret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                         | /title
            {"title":" "}                              | /title
            {"title":7}                                | /title
            {"title":"a","status":"lost"}              | /status
            {"title":"a","priority":9}                 | /priority
            {"title":"a","priority":1.5}               | /priority
            {"title":"a","due":"2026-02-30"}           | /due
            {"title":"a","due":"+12345-01-01"}         | /due
            {"title":"a","due":"2026-02-01T09:30Z"}    | /due
            {"title":"a","dueZone":"Berlin"}           | /dueZone
            {"title":"a","listId":"1"}                 | /listId
            {"title":"a","position":"a0"}              | /position
            {"title":"a","tags":"shop"}                | /tags
            {"title":"a","tags":["shop",1]}            | /tags/1
            {"title":"a","status":null}                | /status
            {"title":"a\\u0000"}                       | /title
            {"title":"a\\ud800"}                       | /title
            {"title":"a","priority":99999999999999999} | /priority
            """)
    void refusesABodyWithAPointerToTheFault(String body, String pointer) {
        ada.request()
                .body(body)
                .post("/v1/todos")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("validation-failed"))
                .body("errors.pointer", hasItem(pointer));
    }

    @Test
    void namesEveryFaultAtOnce() {
        ada.request()
                .body(Map.of("status", "lost", "priority", -1))
                .post("/v1/todos")
                .then()
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/title", "/status", "/priority"));
    }

    @Test
    void refusesUnknownFieldsAndMalformedBodies() {
        ada.request()
                .body(Map.of("title", "a", "colour", "red"))
                .post("/v1/todos")
                .then()
                .statusCode(422)
                .body("code", equalTo("unknown-field"))
                .body("errors.pointer", contains("/colour"));
        ada.request()
                .body("{\"title\":")
                .post("/v1/todos")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-body"));
        ada.request().body("[1]").post("/v1/todos").then().statusCode(400).body("code", equalTo("malformed-body"));
        ada.request().post("/v1/todos").then().statusCode(400).body("code", equalTo("malformed-body"));
    }

    @Test
    void listsInEveryOrderPageByPage() {
        for (int i = 0; i < 7; i++) {
            ada.creates(Map.of("title", "t" + (i * 5) % 7, "priority", i % 3, "position", "a" + (7 - i)));
        }
        for (String sort : List.of("position", "-position", "title", "-title", "priority", "-due", "createdAt")) {
            List<String> whole = ada.request()
                    .get("/v1/todos?limit=200&sort={sort}", sort)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("items.id");
            assertThat(pages("/v1/todos?limit=3&sort=" + sort)).hasSize(7).isEqualTo(whole);
        }
        ada.request()
                .get("/v1/todos?sort=title")
                .then()
                .body("items.title", contains("t0", "t1", "t2", "t3", "t4", "t5", "t6"));
        ada.request().get("/v1/todos?sort=-title&limit=1").then().body("items.title", contains("t6"));
    }

    private List<String> pages(String first) {
        List<String> ids = new ArrayList<>();
        String next = first;
        while (next != null) {
            Response page = ada.request().urlEncodingEnabled(false).get(next);
            ids.addAll(page.path("items.id"));
            String link = page.header("Link");
            assertThat(link == null).isEqualTo(page.path("nextCursor") == null);
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        return ids;
    }

    @Test
    void filters() {
        String list = UUID.randomUUID().toString();
        ada.creates(Map.of("title", "Milk 100%", "due", "2026-11-20", "tags", List.of("shop"), "listId", list));
        ada.creates(Map.of("title", "Bread", "notes", "whole GRAIN", "due", "2026-11-21T10:00", "status", "done"));

        for (var filter : Map.of(
                        "listId=" + list,
                        "Milk 100%",
                        "status=done",
                        "Bread",
                        "dueBefore=2026-11-21",
                        "Milk 100%",
                        "dueAfter=2026-11-21",
                        "Bread",
                        "tag=shop",
                        "Milk 100%",
                        "q=grain",
                        "Bread",
                        "q=100%25",
                        "Milk 100%")
                .entrySet()) {
            ada.request()
                    .urlEncodingEnabled(false)
                    .get("/v1/todos?" + filter.getKey())
                    .then()
                    .statusCode(200)
                    .body("items.title", contains(filter.getValue()));
        }
        ada.request().get("/v1/todos?q=_").then().body("items", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"äpfel", "ÄPFEL", "Äp", "ὈΔΥΣ", "σεύς", "ж"})
    void findsPartsOfTextsWhateverTheirCaseInEveryScript(String part) {
        ada.creates(Map.of("title", "Äpfel", "notes", "Ὀδυσσεύς, Ж"));
        ada.creates(Map.of("title", "ὀδυσσεύς, ж", "notes", "äpfel"));
        ada.creates(Map.of("title", "Apfel"));

        ada.request().get("/v1/todos?q={part}", part).then().statusCode(200).body("items", hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "sort=colour",
                "cursor=abc",
                "listId=1",
                "status=lost",
                "dueBefore=x",
                "q=%00",
                "tag=%00",
                "q=%20",
                CURSOR_WITH_NUL
            })
    void refusesAnInvalidParameter(String query) {
        ada.request()
                .urlEncodingEnabled(false)
                .get("/v1/todos?" + query)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-parameter"))
                .body("errors.pointer", contains('#' + query.substring(0, query.indexOf('='))));
    }

    @Test
    void listsOfTodosAreRecordsToo() {
        String id = ada.request()
                .body(Map.of("title", "Home"))
                .post("/v1/todo-lists")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        ada.request()
                .body(Map.of("archived", true))
                .patch("/v1/todo-lists/{id}", id)
                .then()
                .statusCode(200);
        ada.request().get("/v1/todo-lists?archived=true").then().body("items.title", contains("Home"));
        ada.request().get("/v1/todo-lists?archived=false").then().body("items", empty());
        ada.request().delete("/v1/todo-lists/{id}", id).then().statusCode(204);
        ada.request().get("/v1/todo-lists").then().body("items", empty());
    }
}
