package dev.xeocontext.sync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.ServerMessage.Reset;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores are compared with their owners when somebody asks for it, and devices hear what comes of it. */
@QuarkusTest
@TestProfile(ReconcileTest.Compares.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class ReconcileTest {

    /** Compares when it is asked to, and never by itself; devices are told of it at once, or not at all. */
    public static class Compares implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "xeo.sync.reconcile.stores", "4",
                    "xeo.sync.reconcile.look-every", "1h",
                    "xeo.sync.reconcile.recheck-pause", "10ms",
                    "xeo.sync.peers.compare-heads", "1h");
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TestHTTPResource
    URI http;

    @Inject
    Pool pool;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private Device phone;

    /** What other tests left behind is not compared: its owner is gone. */
    @BeforeEach
    void connect() {
        pool.query("update stores set reconcile_at = 'infinity'")
                .execute()
                .await()
                .atMost(DEADLINE);
        pool.query("update sweeps set due_at = 'infinity'").execute().await().atMost(DEADLINE);
        phone = Device.welcomed(Device.socketUrl(http), ada);
        phone.subscribesToTodos();
    }

    @AfterEach
    void hangUp() {
        phone.close();
    }

    @Test
    void tellsDevicesWhatTheBrokerLost() {
        phone.pushesTitle(UUID.randomUUID(), FakeOwner.TELLS_NOBODY);

        service()
                .body(Map.of("storeId", ada.user()))
                .post("/internal/v1/reconcile")
                .then()
                .statusCode(202);

        assertThat(phone.expectDelta().events())
                .extracting(DeltaEvent::changed)
                .containsExactly(Map.of("title", FakeOwner.TELLS_NOBODY));
    }

    @Test
    void resetsDevicesWhenTheOwnerWasPutBack() {
        UUID milk = UUID.randomUUID();
        phone.pushesTitle(milk, "Milk");
        phone.expectDelta();
        phone.pushesTitle(UUID.randomUUID(), FakeOwner.PUT_BACK);

        service()
                .body(Map.of("storeId", ada.user()))
                .post("/internal/v1/reconcile")
                .then()
                .statusCode(202);

        Reset reset = phone.expect(Reset.class);
        assertThat(reset.reason()).isEqualTo(ResetReason.RESTORED);
        assertThat(phone.expect(Snapshot.class).records()).isEmpty();
        phone.expect(Live.class);
        phone.pushesTitle(milk, "Milk");
        assertThat(phone.expectDelta().events()).extracting(DeltaEvent::id).containsOnly(milk);
    }

    @Test
    void listensToServicesOnly() {
        given().contentType(ContentType.JSON)
                .body(Map.of())
                .post("/internal/v1/reconcile")
                .then()
                .statusCode(401);
        given().contentType(ContentType.JSON)
                .auth()
                .oauth2(ada.token())
                .body(Map.of())
                .post("/internal/v1/reconcile")
                .then()
                .statusCode(403);
    }

    @Test
    void refusesWhatIsNoQuestion() {
        service()
                .body(Map.of("storeId", "all"))
                .post("/internal/v1/reconcile")
                .then()
                .statusCode(400);
    }

    private static RequestSpecification service() {
        return given().contentType(ContentType.JSON).header(DeploymentSecret.HEADER, BackingServices.DEPLOYMENT_SECRET);
    }
}
