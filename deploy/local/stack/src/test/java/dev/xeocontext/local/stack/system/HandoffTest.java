package dev.xeocontext.local.stack.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.local.stack.Stack;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody stops on one device and goes on on another, which is connected to another replica. */
@SystemTest
class HandoffTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, Object> PAGE_7 = Map.of("page", 7);
    private static final Map<String, Object> PAGE_9 = Map.of("page", 9);

    private final Stack stack;
    private Account phone;
    private Account tablet;
    private UUID book;

    HandoffTest(Stack stack) {
        this.stack = stack;
        this.phone = Account.register(stack.url());
        this.tablet = phone.onAnotherDevice();
        this.book = UUID.randomUUID();
    }

    @BeforeEach
    void somebodyNew() {
        phone = Account.register(stack.url());
        tablet = phone.onAnotherDevice();
        book = UUID.randomUUID();
    }

    @Test
    void goesOnFromADeviceThatIsOffline() {
        try (var first = Device.connect(phone)) {
            published(first, PAGE_7, 0);
        }
        try (var second = Device.connect(otherReplica(), tablet)) {
            var offered = second.message("welcome").path("activities").path(0);
            assertThat(offered.path("id").asText()).isEqualTo(book.toString());
            assertThat(offered.path("deviceId").asText())
                    .isEqualTo(phone.deviceId().toString());
            assertThat(offered.path("state").path("page").asInt()).isEqualTo(7);

            var granted = ask(second, "handoff.claim", Map.of("activityId", book, "version", 1));

            assertThat(granted.path("type").asText()).isEqualTo("handoff.granted");
            assertThat(granted.path("version").asLong()).isEqualTo(2);
            assertThat(granted.path("activity").path("state").path("page").asInt())
                    .isEqualTo(7);
            assertThat(granted.path("activity").path("ageMs").asLong()).isPositive();

            try (var back = Device.connect(phone)) {
                var late = publish(back, PAGE_9, 1);
                assertThat(late.path("problem").path("code").asText()).isEqualTo("activity-moved");
                assertThat(history())
                        .anySatisfy(entry ->
                                assertThat(entry).containsEntry("state", PAGE_9).containsEntry("version", 1));

                // what is in the history can be gone back to
                published(second, PAGE_9, 2);
                back.message(of("handoff.offered", book), "the offer of the tablet");
            }
        }
    }

    @Test
    void aDeviceThatIsThereGivesItsLastState() {
        try (var first = Device.connect(phone);
                var second = Device.connect(otherReplica(), tablet)) {
            published(first, PAGE_7, 0);
            second.message(of("handoff.offered", book), "the offer");
            var ref = second.request("handoff.claim", Map.of("activityId", book, "version", 1));
            var request = first.message("handoff.release-requested");
            assertThat(request.path("deviceId").asText())
                    .isEqualTo(tablet.deviceId().toString());

            ask(first, "handoff.release", Map.of("activityId", book, "version", 1, "state", PAGE_9));

            var granted = second.message(answerTo(ref), "the grant");
            assertThat(granted.path("activity").path("state").path("page").asInt())
                    .isEqualTo(9);
            assertThat(first.message("handoff.claimed").path("version").asLong())
                    .isEqualTo(2);
        }
    }

    @Test
    void aClaimOutlivesTheReplicaThatTookIt() throws IOException {
        var third = phone.onAnotherDevice();
        try (var first = Device.connect(phone);
                var watcher = Device.connect(third);
                var second = Device.connect(otherReplica(), tablet)) {
            published(first, PAGE_7, 0);
            second.message(of("handoff.offered", book), "the offer");
            second.request("handoff.claim", Map.of("activityId", book, "version", 1));
            first.message("handoff.release-requested");

            Crash.of(stack, "sync-service-2");

            var claimed = watcher.message(of("handoff.claimed", book), "the move");
            assertThat(claimed.path("deviceId").asText())
                    .isEqualTo(tablet.deviceId().toString());
            assertThat(claimed.path("version").asLong()).isEqualTo(2);
        }
        try (var again = Device.connect(tablet)) {
            var mine = again.message("welcome").path("activities").path(0);
            assertThat(mine.path("deviceId").asText())
                    .isEqualTo(tablet.deviceId().toString());
        }
        await("the other replica is back")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> given().get(otherReplica() + "/q/health/ready").statusCode() == 200);
    }

    @Test
    void whatRedisLosesIsToldAndNothingElseIsLost() throws IOException {
        try (var first = Device.connect(phone);
                var second = Device.connect(otherReplica(), tablet)) {
            var todo = Op.uuid();
            first.push(Op.put(todo, first.clock().now(), Map.of("title", "Read on")));
            published(first, PAGE_7, 0);
            second.message(of("handoff.offered", book), "the offer");

            emptyRedis();

            first.message(of("handoff.expired", book), "the end, on the phone");
            second.message(of("handoff.expired", book), "the end, on the tablet");
            second.subscribe();
            Waiting.untilShows(second, todo, "title", "Read on");
            published(first, PAGE_9, 0);
        }
    }

    @Test
    void devicesSeeEachOtherAndNobodyElseDoes() {
        var stranger = Account.register(stack.url());
        try (var foreign = Device.connect(otherReplica(), stranger);
                var first = Device.connect(phone)) {
            try (var second = Device.connect(otherReplica(), tablet)) {
                var come = first.message(presence(tablet, true), "the tablet comes");
                assertThat(come.path("name").asText()).isEqualTo("Test");
                assertThat(second.message("welcome").path("devices").findValuesAsText("deviceId"))
                        .contains(phone.deviceId().toString());

                second.send(Map.of("type", "presence", "state", PAGE_7));
                first.message(
                        presence(tablet, true)
                                .and(message ->
                                        message.path("state").path("page").asInt() == 7),
                        "what the tablet is at");
                published(second, PAGE_7, 0);
                first.message(of("handoff.offered", book), "the offer");

                var theirs = ask(foreign, "handoff.claim", Map.of("activityId", book, "version", 1));
                assertThat(theirs.path("problem").path("code").asText()).isEqualTo("not-found");
            }
            first.message(presence(tablet, false), "the tablet goes");
            foreign.send(Map.of("type", "ping", "t", 1));
            foreign.message("pong");
            assertThat(foreign.types()).containsExactly("welcome", "error", "pong");
        }
    }

    private void published(Device device, Map<String, Object> state, long version) {
        var answer = publish(device, state, version);
        assertThat(answer.path("type").asText()).as(answer::toString).isEqualTo("ok");
        assertThat(answer.path("version").asLong()).isEqualTo(Math.max(1, version));
    }

    private JsonNode publish(Device device, Map<String, Object> state, long version) {
        var activity = new HashMap<String, Object>(
                Map.of("id", book, "kind", "reading", "resource", "files/1", "title", "Moby Dick", "state", state));
        if (version > 0) {
            activity.put("version", version);
        }
        return ask(device, "handoff.publish", Map.of("activity", activity));
    }

    private static JsonNode ask(Device device, String type, Map<String, Object> members) {
        return device.message(answerTo(device.request(type, members)), "the answer to " + type);
    }

    private static Predicate<JsonNode> answerTo(String ref) {
        return message -> ref.equals(message.path("ref").asText());
    }

    private static Predicate<JsonNode> of(String type, UUID activity) {
        return message -> message.path("type").asText().equals(type)
                && message.path("activityId").asText().equals(activity.toString());
    }

    private static Predicate<JsonNode> presence(Account whose, boolean online) {
        return message -> message.path("type").asText().equals("presence")
                && message.path("deviceId").asText().equals(whose.deviceId().toString())
                && message.path("online").asBoolean() == online;
    }

    private List<Map<String, Object>> history() {
        return phone.rest()
                .get("/v1/sync/activities/" + book + "/history")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    private URI otherReplica() {
        return URI.create(
                "http://127.0.0.1:" + Objects.requireNonNull(stack.ports().get("sync-service-2")));
    }

    private void emptyRedis() throws IOException {
        var redis = URI.create(stack.endpoints().redisUrl());
        var user = redis.getUserInfo();
        var login = user == null ? "" : "AUTH " + user.substring(user.indexOf(':') + 1) + "\r\n";
        var answers = user == null ? "+OK\r\n" : "+OK\r\n+OK\r\n";
        try (var socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.getOutputStream().write((login + "FLUSHALL\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(answers.length()))
                    .asString()
                    .isEqualTo(answers);
        }
    }
}
