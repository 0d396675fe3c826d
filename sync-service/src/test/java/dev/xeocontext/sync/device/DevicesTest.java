package dev.xeocontext.sync.device;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import dev.xeocontext.sync.FakeOwner;
import dev.xeocontext.sync.presence.Presences;
import dev.xeocontext.sync.revoke.RevokedSessionIds;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The devices of a store over HTTP, with an identity-service that is played. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
@QuarkusTestResource(FakeDevices.class)
class DevicesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String DEVICES = "/v1/sync/devices";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final UUID ARRIVAL = new UUID(0x7000, Long.MIN_VALUE);

    @Inject
    Presences presences;

    @Inject
    RevokedSessionIds revoked;

    @Inject
    Pool pool;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private final String bearer = ada.bearer();
    private final UUID phone = ada.device();
    private final UUID tablet = UUID.randomUUID();

    private RequestSpecification asAda() {
        return given().header("Authorization", bearer);
    }

    private void identityKnows(String phoneName) {
        String url = ConfigProvider.getConfig().getValue(FakeDevices.URL, String.class);
        asAda().body(List.of(device(phone, phoneName), device(tablet, "Tablet")))
                .contentType("application/json")
                .put(url)
                .then()
                .statusCode(200);
    }

    private static Map<String, Object> device(UUID id, String name) {
        return Map.of(
                "id",
                id,
                "name",
                name,
                "platform",
                "android",
                "createdAt",
                NOON.minusSeconds(60).toString(),
                "lastSeenAt",
                NOON.toString(),
                "sessions",
                1,
                "current",
                true);
    }

    private ValidatableResponse list() {
        return asAda().get(DEVICES).then();
    }

    private ValidatableResponse rename(Object id, String body) {
        return asAda().contentType("application/json")
                .body(body)
                .patch(DEVICES + '/' + id)
                .then();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DEADLINE);
    }

    private boolean isOnline(UUID device) {
        return await(presences.online(ada.user())).stream()
                .map(OnlineDevice::deviceId)
                .anyMatch(device::equals);
    }

    private void comes(UUID device) {
        presences.arrived(ada.user(), device, ARRIVAL, "A tablet", "android");
        Awaitility.await().atMost(DEADLINE).until(() -> isOnline(device));
    }

    private void wasConnectedUntil(UUID device, Instant end) {
        await(pool.preparedQuery("""
                        insert into client_sessions (id, store_id, session_id, device_id, replica, connected_at, closed_at)
                        values ($1, $2, $3, $4, $5, $6, $7)""")
                .execute(Tuple.from(List.of(
                        UUID.randomUUID(),
                        ada.user(),
                        ada.session(),
                        device,
                        UUID.randomUUID(),
                        end.minusSeconds(9).atOffset(ZoneOffset.UTC),
                        end.atOffset(ZoneOffset.UTC)))));
    }

    @Test
    void areThoseThatIdentityKnowsAndWhetherTheyAreConnected() {
        identityKnows("Phone");
        comes(tablet);
        await(presences.tell(ada.user(), tablet, Map.of("reading", "Ulysses")));

        JsonPath devices = list().statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("items.id", contains(phone.toString(), tablet.toString()))
                .body("items.name", contains("Phone", "Tablet"))
                .body("items.platform", contains("android", "android"))
                .body("items.createdAt[0]", equalTo("2026-11-21T11:59:00Z"))
                .body("items.online", contains(false, true))
                .body("items.current", contains(true, false))
                .body("items.state", contains(nullValue(), equalTo(Map.of("reading", "Ulysses"))))
                .extract()
                .jsonPath();
        assertThat(devices.getString("items[0].lastSeenAt")).isEqualTo(NOON.toString());
        assertThat(Instant.parse(devices.getString("items[1].lastSeenAt"))).isAfter(NOON);
    }

    @Test
    void wereSeenLastWhenTheyWereConnectedLast() {
        identityKnows("Phone");
        wasConnectedUntil(phone, NOON.minusSeconds(30));
        wasConnectedUntil(tablet, NOON.plusSeconds(10));
        wasConnectedUntil(tablet, NOON.plusSeconds(30));

        list().statusCode(200).body("items.lastSeenAt", contains("2026-11-21T12:00:00Z", "2026-11-21T12:00:30Z"));
    }

    @Test
    void areOnlineInTheirOwnStoreOnly() {
        identityKnows("Phone");
        UUID elsewhere = UUID.randomUUID();
        presences.arrived(elsewhere, tablet, ARRIVAL, null, null);
        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> !await(presences.online(elsewhere)).isEmpty());

        list().statusCode(200).body("items.online", contains(false, false));
    }

    @Test
    void areCalledSomethingElseForThoseWhoAreConnectedToo() {
        identityKnows("Phone");
        comes(tablet);

        rename(tablet, "{\"name\":\"Ada's tablet\"}")
                .statusCode(200)
                .body("id", equalTo(tablet.toString()))
                .body("name", equalTo("Ada's tablet"))
                .body("online", equalTo(true));

        list().body("items.name", contains("Phone", "Ada's tablet"));
        assertThat(await(presences.online(ada.user())))
                .extracting(OnlineDevice::name)
                .containsExactly("Ada's tablet");
    }

    @Test
    void areRefusedANameThatIsNone() {
        identityKnows("Phone");

        rename(phone, "{\"name\":\" \"}")
                .statusCode(422)
                .body("code", equalTo("validation-failed"))
                .body("instance", equalTo(DEVICES + '/' + phone))
                .body("errors[0].pointer", equalTo("/name"));
        rename(phone, "{}").statusCode(422);
        rename(phone, "[").statusCode(400);
        list().body("items.name", contains("Phone", "Tablet"));
    }

    @Test
    void areNotFoundWhenNobodyHasThem() {
        identityKnows("Phone");

        rename(UUID.randomUUID(), "{\"name\":\"Phone\"}").statusCode(404).body("code", equalTo("not-found"));
        rename("phone", "{\"name\":\"Phone\"}").statusCode(404);
    }

    @Test
    void areUnknownWhileIdentityIsAway() {
        identityKnows(FakeDevices.BROKEN);

        list().statusCode(503).body("code", equalTo("unavailable"));
    }

    @Test
    void areForWhoeverIsSignedIn() {
        given().get(DEVICES).then().statusCode(401);
        list().statusCode(401).body("code", equalTo("invalid-token"));

        identityKnows("Phone");
        list().statusCode(200);
        assertThat(revoked.add(ada.session())).isTrue();
        list().statusCode(401).body("code", equalTo("session-revoked"));
        rename(phone, "{\"name\":\"Mine\"}").statusCode(401);
    }
}
