package dev.xeocontext.sync.fallback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.sync.FakeOwner;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.feed.SubscriptionRequest;
import dev.xeocontext.sync.revoke.RevokedSessionIds;
import dev.xeocontext.sync.socket.MessageWriter;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients without a socket, on a server whose pages are small. */
@QuarkusTest
@TestProfile(FallbackTest.SmallPages.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class FallbackTest {

    /** Three rows to a page, and not much else either. */
    public static class SmallPages implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "xeo.sync.log.page-rows", "3",
                    "xeo.sync.limits.ops-per-push", "10",
                    "xeo.sync.limits.ops-per-second", "9",
                    "xeo.sync.limits.frame-bytes", "20000",
                    "xeo.sync.limits.ack-bytes", "3500",
                    "xeo.sync.http.pulls-per-session", "1");
        }
    }

    private static final String TODOS = "collections=todos";
    private static final String RECORDS = "messages.findAll { it.type == 'snapshot' }.records.flatten()";
    private static final String EVENTS = "messages.findAll { it.type == 'delta' }.events.flatten()";

    @Inject
    Pulls pulls;

    @Inject
    RevokedSessionIds revoked;

    @Inject
    Feeds feeds;

    @Inject
    MessageWriter writer;

    @Inject
    ObjectMapper json;

    @Inject
    FallbackConfig config;

    @Inject
    Vertx vertx;

    private final Client client = new Client(TestTokens.forUser(UUID.randomUUID()));

    @Test
    void answersAPushAsASocketWould() {
        client.posts(Map.of("ref", "p", "ops", List.of(client.put("Milk"), Map.of("opId", "?"))))
                .statusCode(200)
                .body("type", equalTo("ack"))
                .body("ref", equalTo("p"))
                .body("results.status", contains("applied", "rejected"))
                .body("results[1].problem.code", equalTo("malformed-op"));
    }

    @Test
    void rejectsTheOpsOfAForeignStore() {
        client.posts(Map.of("storeId", UUID.randomUUID(), "ops", List.of(client.put("Milk"))))
                .statusCode(200)
                .body("results.problem.code", contains("foreign-store"));
    }

    @Test
    void tellsToTryAgainWhenTheOwnerIsAway() {
        client.pushes(FakeOwner.AWAY)
                .statusCode(200)
                .body("results.status", contains("retry"))
                .body("results[0].retryAfterMs", notNullValue());
    }

    @Test
    void keepsASessionToItsRate() {
        client.pushes(titles(10))
                .statusCode(200)
                .body("results[8].status", equalTo("applied"))
                .body("results[9].status", equalTo("retry"))
                .body("results[9].problem.code", equalTo("rate-limited"));
        new Client(TestTokens.forUser(UUID.randomUUID()))
                .pushes(titles(9))
                .body("results.status", everyItem(equalTo("applied")));
    }

    @Test
    void appliesAllOfAnAtomicPushOrNone() {
        client.posts(Map.of("atomic", true, "ops", List.of(client.put("Milk"), Map.of("opId", "?"))))
                .statusCode(200)
                .body("results.status", everyItem(equalTo("rejected")))
                .body("results[0].problem.code", equalTo("atomic-aborted"));
    }

    @Test
    void tellsInASecondAnswerWhatOneDoesNotHold() {
        List<Map<String, Object>> ops = IntStream.range(0, 4)
                .mapToObj(i -> client.put("x".repeat(1_000) + i))
                .toList();
        client.posts(Map.of("ops", ops))
                .statusCode(200)
                .body("results.status", contains("applied", "applied", "retry", "retry"))
                .body("results[2].retryAfterMs", notNullValue())
                .body("results[2].problem.code", equalTo("unavailable"));

        client.posts(Map.of("ops", ops.subList(2, 4)))
                .statusCode(200)
                .body("results.status", contains("applied", "applied"));
    }

    private static String[] titles(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {                                   |
                    []                                  |
                    null                                |
                    1                                   |
                    {}                                  | /ops
                    {"ops":{}}                          | /ops
                    {"ops":[],"storeId":"x"}            | /storeId
                    {"ops":[],"ref":7}                  | /ref
                    {"type":"ping","ops":[]}            |""")
    void tellsWhatIsWrongWithABody(String body, String pointer) {
        ValidatableResponse response = client.posts(body).statusCode(400).body("code", equalTo("malformed-body"));
        if (pointer != null) {
            response.body("errors.pointer", contains(pointer));
        }
    }

    @Test
    void refusesTooManyOpsAndTooManyBytes() {
        client.pushes(titles(11)).statusCode(413).body("code", equalTo("too-large"));
        client.pushes("x".repeat(20_000)).statusCode(413).body("code", equalTo("too-large"));
    }

    @Test
    void wantsAToken() {
        given().get("/v1/sync/pull?" + TODOS).then().statusCode(401).body("code", equalTo("unauthenticated"));
        given().contentType("application/json")
                .body("{\"ops\":[]}")
                .post("/v1/sync/push")
                .then()
                .statusCode(401);
    }

    @Test
    void bringsAStoreInPartsAndThenWhatIsNew() {
        client.pushes("1", "2", "3", "4", "5", "6", "7", "8").statusCode(200);
        awaitHead(8);
        Set<String> titles = new HashSet<>();
        int answers = 0;
        do {
            titles.addAll(client.pulls(TODOS + "&limit=3").getList(RECORDS + ".fields.title"));
            answers++;
        } while (client.inSnapshot());
        assertThat(answers).isEqualTo(3);
        assertThat(titles).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8");

        assertThat(Client.types(client.pulls(TODOS))).containsExactly("live");
        client.pushes("9").statusCode(200);
        JsonPath answer = client.pulls(TODOS + "&wait=20");
        assertThat(Client.types(answer)).contains("delta");
        assertThat(answer.getList(EVENTS + ".changed.title")).containsExactly("9");
    }

    @Test
    void bringsOnlyWhatTheFilterWants() {
        client.pushes("Milk", "Bread", "Milk", "Eggs", "Salt").statusCode(200);
        awaitHead(5);
        String milk = TODOS + "&where=" + URLEncoder.encode("{\"title\":\"Milk\"}", StandardCharsets.UTF_8);

        assertThat(client.pulls(milk).getList(RECORDS + ".fields.title")).containsExactly("Milk", "Milk");
        onAnotherDevice().pushes("Tea", "Milk").statusCode(200);
        JsonPath answer = client.pulls(milk + "&wait=20");
        assertThat(answer.getList(EVENTS + ".kind")).containsExactly("enter");
        assertThat(answer.getList(EVENTS + ".fields.title")).containsExactly("Milk");
    }

    @Test
    void tellsADeviceThatItsOwnOpIsOverThoughItsFilterLetsNothingThrough() {
        String milk = TODOS + "&where=" + URLEncoder.encode("{\"title\":\"Milk\"}", StandardCharsets.UTF_8);
        client.pulls(milk);
        Map<String, Object> tea = client.put("Tea");
        onAnotherDevice().pushes("Coffee").statusCode(200);
        client.posts(Map.of("ops", List.of(tea))).statusCode(200);

        JsonPath answer = client.pulls(milk + "&wait=20");
        assertThat(answer.getList(EVENTS + ".kind")).containsExactly("leave");
        assertThat(answer.getList(EVENTS + ".opId")).containsExactly(String.valueOf(tea.get("opId")));
    }

    private Client onAnotherDevice() {
        return new Client(client.tokens().inSession(UUID.randomUUID()).onDevice(UUID.randomUUID()));
    }

    /** Sixty-four values of a hundred characters each; the frame of a socket would hold them as well. */
    @Test
    void takesAFilterOfManyValues() {
        client.pushes("Milk", "Bread").statusCode(200);
        awaitHead(2);
        String values = IntStream.range(0, 64)
                .mapToObj(i -> i == 0 ? "\"Milk\"" : "\"" + "x".repeat(98) + i + '"')
                .collect(Collectors.joining(","));
        String where = URLEncoder.encode("{\"title\":{\"$in\":[" + values + "]}}", StandardCharsets.UTF_8);

        assertThat(client.pulls(TODOS + "&where=" + where).getList(RECORDS + ".fields.title"))
                .containsExactly("Milk");
    }

    @Test
    void nobodyWaitsAtAReplicaThatGoesAway() {
        Pulls leaving = new Pulls(feeds, writer, json, config, revoked, vertx, new SimpleMeterRegistry());
        leaving.stop(new ShutdownDelayInitiatedEvent());

        UniAssertSubscriber<PullAnswer> late = leaving.pull(
                        UUID.randomUUID(),
                        new SubscriptionRequest(
                                null,
                                "pull",
                                UUID.randomUUID(),
                                UUID.randomUUID(),
                                SubscriptionQuery.of(List.of("todos")),
                                null,
                                null),
                        1,
                        Duration.ofSeconds(30))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        assertThat(late.awaitFailure(Duration.ofSeconds(20)).getFailure())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ProblemCode.UNAVAILABLE));
        assertThat(leaving.size()).isZero();
    }

    @Test
    void waitsForWhatComes() throws Exception {
        client.pulls(TODOS);
        var waiting = CompletableFuture.supplyAsync(() -> client.pulls(TODOS + "&wait=25"));
        awaitPull();
        client.pushes("Milk").statusCode(200);

        JsonPath answer = waiting.get(20, TimeUnit.SECONDS);
        assertThat(Client.types(answer)).containsExactly("live", "delta");
        assertThat(answer.getList(EVENTS + ".changed.title")).containsExactly("Milk");
    }

    @Test
    void saysAfterAWhileThatNothingHappened() {
        client.pulls(TODOS);

        long before = System.nanoTime();
        assertThat(Client.types(client.pulls(TODOS + "&wait=1"))).containsExactly("live");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void beginsAnewWhenACursorLeadsNowhere() {
        client.pushes("Milk").statusCode(200);
        awaitHead(1);

        client.asks(TODOS + "&cursor=nonsense")
                .statusCode(200)
                .body("messages.type", contains("reset", "snapshot", "live"))
                .body("messages[0].reason", equalTo("unreadable"))
                .body("messages[1].records", hasSize(1))
                .body("cursor", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    limit=5                                                              | 400 | invalid-parameter  | #collections
                    collections=                                                         | 400 | invalid-parameter  | #collections
                    collections=todos,dragons                                            | 422 | unknown-collection | #collections/1
                    collections=todos&wait=31                                            | 400 | invalid-parameter  | #wait
                    collections=todos&wait=-1                                            | 400 | invalid-parameter  | #wait
                    collections=todos&wait=soon                                          | 400 | invalid-parameter  | #wait
                    collections=todos&limit=0                                            | 400 | invalid-parameter  | #limit
                    collections=todos&limit=99999999999                                  | 400 | invalid-parameter  | #limit
                    collections=todos&where=%7B                                          | 400 | invalid-parameter  | #where
                    collections=todos&where=%7B%22due%22%3A%7B%22$like%22%3A1%7D%7D      | 400 | invalid-parameter  | #where/due/$like
                    collections=todos,todo-lists&where=%7B%7D                            | 400 | invalid-parameter  | #collections
                    collections=todos&storeId=mine                                       | 400 | invalid-parameter  | #storeId""")
    void tellsWhatIsWrongWithAQuery(String query, int status, String code, String pointer) {
        client.asks(query)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("errors.pointer", contains(pointer));
    }

    @Test
    void refusesAForeignStore() {
        client.asks(TODOS + "&storeId=" + UUID.randomUUID()).statusCode(403).body("code", equalTo("foreign-store"));
    }

    @Test
    void takesOnePullOfASessionAtATime() throws Exception {
        client.pulls(TODOS);
        var waiting = CompletableFuture.supplyAsync(() -> client.asksOn(TODOS + "&wait=30"));
        awaitPull();
        client.asks(TODOS).statusCode(429).header("Retry-After", notNullValue()).body("code", equalTo("rate-limited"));

        client.pushes("Milk").statusCode(200);
        waiting.get(20, TimeUnit.SECONDS).statusCode(200).body("messages.type", hasItem("delta"));
        client.asks(TODOS).statusCode(200);
    }

    @Test
    void endsWhatARevokedSessionWaitsForAndTakesNothingOfIt() throws Exception {
        client.pulls(TODOS);
        var waiting = CompletableFuture.supplyAsync(() -> client.asksOn(TODOS + "&wait=25"));
        awaitPull();
        revoked.add(client.tokens().session());
        pulls.revoked(Set.of(client.tokens().session()));

        waiting.get(20, TimeUnit.SECONDS).statusCode(401).body("code", equalTo("session-revoked"));
        client.asks(TODOS).statusCode(401);
        client.pushes("Milk").statusCode(401).body("code", equalTo("session-revoked"));
    }

    /** Until somebody waits. */
    private void awaitPull() {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> pulls.size() > 0);
    }

    /** Until the log has so many todos of the client. */
    private void awaitHead(int todos) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            JsonPath answer = client.asks(TODOS + "&limit=5000").extract().jsonPath();
            return answer.getList(RECORDS).size() == todos;
        });
    }
}
