package dev.xeocontext.sync;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.contracts.sync.ServerMessage.Draining;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A replica goes away. It does so once, so there is one test, and the server is not used for another. */
@QuarkusTest
@TestProfile(DrainTest.Leaving.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class DrainTest {

    /** A server of its own. */
    public static class Leaving implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xeo.sync.socket.drain-retry", "4s");
        }
    }

    @TestHTTPResource
    URI http;

    @Inject
    Event<ShutdownDelayInitiatedEvent> shutdown;

    @Test
    void answersWhatIsUnderWayAndSendsEverybodyElsewhere() throws Exception {
        TestTokens ada = TestTokens.forUser(UUID.randomUUID());
        try (Device idle = Device.welcomed(Device.socketUrl(http), TestTokens.forUser(UUID.randomUUID()));
                Device stranger = Device.connect(Device.socketUrl(http), ada, Map.of());
                Device busy = Device.welcomed(Device.socketUrl(http), ada)) {
            get("/q/health/ready").then().statusCode(200);
            busy.pushes("p", List.of(busy.put(UUID.randomUUID(), FakeOwner.SLOW)));
            busy.say(Map.of("type", "ping", "t", "after the push"));
            busy.next(); // the pong: the push was taken in before it

            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> shutdown.fire(new ShutdownDelayInitiatedEvent()));

            assertThat(idle.expect(Draining.class).retryAfterMs()).isBetween(2_000L, 6_000L);
            assertThat(idle.closeCode()).isEqualTo(4503);
            assertThat(stranger.closeCode()).isEqualTo(4503);
            assertThat(busy.next()).isInstanceOf(Draining.class);
            assertThat(busy.isOpen()).isTrue();
            assertThatNobodyIsLetIn();
            assertThat(busy.expect(Ack.class).results())
                    .extracting(OpResult::status)
                    .containsExactly(OpStatus.APPLIED);
            assertThat(busy.closeCode()).isEqualTo(4503);
            stopped.get(5, TimeUnit.SECONDS);
        }
    }

    private void assertThatNobodyIsLetIn() {
        get("/q/health/ready").then().statusCode(503);
        given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .get("/v1/sync")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json")
                .body("code", equalTo("unavailable"));
    }
}
