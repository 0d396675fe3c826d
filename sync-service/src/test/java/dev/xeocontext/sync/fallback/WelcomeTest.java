package dev.xeocontext.sync.fallback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import dev.xeocontext.contracts.sync.ServerMessage.Presence;
import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.sync.Device;
import dev.xeocontext.sync.FakeOwner;
import dev.xeocontext.sync.revoke.RevokedSessionIds;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client without a socket is told what hello is answered with. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class WelcomeTest {

    @TestHTTPResource
    URI http;

    @Inject
    RevokedSessionIds revoked;

    private final ObjectMapper json = new ObjectMapper();
    private final TestTokens phone = TestTokens.forUser(UUID.randomUUID());
    private final TestTokens laptop = TestTokens.forUser(phone.user());
    private URI socketUrl = URI.create("ws://nowhere");

    @BeforeEach
    void findTheSocket() {
        socketUrl = Device.socketUrl(http);
    }

    @Test
    void tellsWhatHelloIsAnsweredWith() throws IOException {
        Welcome before = welcome(phone);
        assertThat(before.session()).isEqualTo(phone.session());
        assertThat(before.serverTime()).isCloseTo(System.currentTimeMillis(), withinAMinute());
        assertThat(before.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(before.activities()).isEmpty();

        try (Device device = Device.connect(socketUrl, phone, Map.of())) {
            device.hello(phone.token());
            Welcome greeted = device.expect(Welcome.class);

            assertThat(before.stores()).isEqualTo(greeted.stores());
            assertThat(before.limits()).isEqualTo(greeted.limits());
            assertThat(before.devices()).isEqualTo(greeted.devices());
        }
    }

    @Test
    void tellsHowFarTheStoreIs() throws IOException {
        try (Device device = Device.welcomed(socketUrl, laptop)) {
            device.subscribesToTodos();
            device.pushesTitle(UUID.randomUUID(), "Milk");
            device.expectDelta();
        }

        assertThat(welcome(phone).stores()).singleElement().satisfies(store -> {
            assertThat(store.storeId()).isEqualTo(phone.user());
            assertThat(store.head()).isEqualTo(1);
        });
    }

    @Test
    void tellsOfDevicesThatAreThereAndBringsNobodyOnline() {
        try (Device watching = Device.welcomed(socketUrl, laptop)) {
            awaitDevices(phone, laptop.device());
            assertThat(devices(laptop)).as("but for the one that asks").isEmpty();

            try (Device late = Device.welcomed(socketUrl, TestTokens.forUser(phone.user()))) {
                assertThat(watching.expect(Presence.class).deviceId())
                        .as("the first that came after the welcomes of the phone")
                        .isNotEqualTo(phone.device());
                assertThat(devices(laptop)).doesNotContain(phone.device());
                assertThat(late.subscribesToTodos().to()).isZero();
            }
        }
    }

    @Test
    void leavesTheSocketOfTheDeviceAlone() throws IOException {
        try (Device device = Device.welcomed(socketUrl, phone)) {
            welcome(phone);
            welcome(phone);

            assertThat(device.subscribesToTodos().to()).isZero();
            awaitDevices(laptop, phone.device());
        }
    }

    @Test
    void wantsATokenOfASessionThatHasNotEnded() {
        given().get("/v1/sync/welcome").then().statusCode(401).body("code", equalTo("unauthenticated"));
        get(phone.expiringIn(Duration.ofMinutes(-5))).statusCode(401).body("code", equalTo("token-expired"));
        revoked.add(phone.session());
        get(phone).statusCode(401).body("code", equalTo("session-revoked"));
    }

    private static ValidatableResponse get(TestTokens tokens) {
        return given().header("Authorization", tokens.bearer())
                .get("/v1/sync/welcome")
                .then();
    }

    private Welcome welcome(TestTokens tokens) throws IOException {
        ValidatableResponse answer = get(tokens).statusCode(200).header("Cache-Control", "no-store");
        return (Welcome) json.readValue(answer.extract().asString(), ServerMessage.class);
    }

    private void awaitDevices(TestTokens asker, UUID... devices) {
        Awaitility.await().untilAsserted(() -> assertThat(devices(asker)).containsExactly(devices));
    }

    private List<UUID> devices(TestTokens asker) {
        try {
            List<OnlineDevice> devices = welcome(asker).devices();
            assertThat(devices).isNotNull();
            return devices.stream().map(OnlineDevice::deviceId).toList();
        } catch (IOException e) {
            throw new IllegalStateException("a welcome is a message", e);
        }
    }

    private static Offset<Long> withinAMinute() {
        return Offset.offset(60_000L);
    }
}
