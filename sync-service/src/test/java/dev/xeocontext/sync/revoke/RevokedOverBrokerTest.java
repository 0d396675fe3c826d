package dev.xeocontext.sync.revoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.contracts.sync.ServerMessage.Ok;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.Device;
import dev.xeocontext.sync.FakeOwner;
import dev.xeocontext.sync.consume.BrokerConfig;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestBroker;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions end, as identity-service tells it through the broker; a second replica listens too. */
@QuarkusTest
@TestProfile(RevokedOverBrokerTest.NeverAsks.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class RevokedOverBrokerTest {

    /** Hears of it from the broker or not at all. */
    public static class NeverAsks implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xeo.sync.revoke.poll", "1h");
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(15);

    @TestHTTPResource
    URI http;

    @Inject
    BrokerConfig broker;

    @Inject
    RevokeConfig config;

    @Inject
    RevocationMessages messages;

    @Inject
    RevokedSessionIds here;

    @Inject
    Ids ids;

    @Inject
    InstantSource time;

    @Inject
    ObjectMapper json;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private RevokedSessionIds elsewhere;
    private RevocationConsumer otherReplica;
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void connect() throws Exception {
        elsewhere = new RevokedSessionIds(config.tokenLifetime(), 100, time);
        otherReplica = new RevocationConsumer(messages, new Revocations(elsewhere, List.of(), time), broker, ids);
        otherReplica.start(new StartupEvent());
        connection = TestBroker.connect();
        channel = connection.createChannel();
        Awaitility.await().atMost(DEADLINE).until(this::bothListen);
    }

    @AfterEach
    void disconnect() {
        connection.abort();
        otherReplica.stop(new ShutdownEvent());
    }

    @Test
    void closesTheSocketsOfASessionWithinASecondAndNoOthers() throws Exception {
        TestTokens bob = TestTokens.forUser(UUID.randomUUID());
        try (Device revoked = Device.welcomed(Device.socketUrl(http), ada);
                Device other = Device.welcomed(Device.socketUrl(http), bob)) {
            long before = System.nanoTime();
            revoke(ada.session());

            assertThat(revoked.expect(Failure.class).problem().code()).isEqualTo("session-revoked");
            assertThat(revoked.closeCode()).isEqualTo(4401);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            other.say(Map.of("type", "token", "ref", "t", "token", bob.token()));
            assertThat(other.expect(Ok.class).ref()).isEqualTo("t");
        }
    }

    @Test
    void letsNobodyInWithATokenOfTheSession() throws Exception {
        revoke(ada.session());
        Awaitility.await().atMost(DEADLINE).until(() -> here.contains(ada.session()));

        try (Device device = Device.connect(Device.socketUrl(http), ada, Map.of())) {
            device.hello(ada.token());
            assertThat(device.expect(Failure.class).problem().code()).isEqualTo("session-revoked");
            assertThat(device.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void tellsEveryReplica() throws Exception {
        revoke(ada.session());

        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> here.contains(ada.session()) && elsewhere.contains(ada.session()));
    }

    @Test
    void goesOnListeningAfterNonsense() throws Exception {
        channel.basicPublish(EventRoute.EXCHANGE, EventRoute.SESSION_REVOKED, null, new byte[] {'{'});
        revoke(ada.session());

        Awaitility.await().atMost(DEADLINE).until(() -> here.contains(ada.session()));
    }

    private boolean bothListen() throws Exception {
        UUID probe = UUID.randomUUID();
        revoke(probe);
        Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        return here.contains(probe) && elsewhere.contains(probe);
    }

    private void revoke(UUID session) throws Exception {
        SessionRevoked data = new SessionRevoked(ada.user(), session, time.millis());
        var event = CloudEvent.sessionRevoked(UUID.randomUUID(), "2026-11-21T12:00:00Z", null, data);
        channel.basicPublish(
                EventRoute.EXCHANGE, EventRoute.SESSION_REVOKED, null, json.writeValueAsBytes(List.of(event)));
    }
}
