package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.sync.log.Appended;
import dev.xeocontext.sync.log.EventLog;
import dev.xeocontext.sync.log.EventReader;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What another replica does, played here: it appends to the same log, and says so through Redis. */
@QuarkusTest
@TestProfile(ReplicasTest.NeverCompares.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class ReplicasTest {

    /** Finds out by wake-ups or not at all. */
    public static class NeverCompares implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xeo.sync.peers.compare-heads", "1h");
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TestHTTPResource
    URI http;

    @Inject
    EventLog log;

    @Inject
    EventReader reader;

    @Inject
    Redis redis;

    @Inject
    MeterRegistry meters;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private final UUID otherReplica = UUID.randomUUID();

    @Test
    void readsWhatAnotherReplicaAnnounces() {
        try (Device device = Device.welcomed(Device.socketUrl(http), ada)) {
            device.subscribesToTodos();

            Appended appended = appendElsewhere("Milk");
            announce("heads." + EventRoute.slot(ada.user()), "m", ada.user(), Long.toString(appended.to()));

            assertThat(device.expectDelta().events())
                    .extracting(DeltaEvent::changed)
                    .containsExactly(Map.of("title", "Milk"));
        }
    }

    @Test
    void announcesWhatItAppends() {
        List<String> heard = new CopyOnWriteArrayList<>();
        var connection = redis.connect().await().atMost(DEADLINE);
        connection.handler(message -> heard.add(message.toString()));
        String channel = "xeo.sync.heads." + EventRoute.slot(ada.user());
        connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).await().atMost(DEADLINE);

        try (Device device = Device.welcomed(Device.socketUrl(http), ada)) {
            device.pushesTitle(UUID.randomUUID(), "Milk");

            Awaitility.await()
                    .atMost(DEADLINE)
                    .until(() -> heard.stream().anyMatch(message -> message.contains(ada.user() + " 1")));
        } finally {
            connection.closeAndAwait();
        }
    }

    @Test
    void knowsThatItListens() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> meters.get("xeo.sync.peers.listening").gauge().value() == 1);
    }

    @Test
    void closesASocketWhoseDeviceHasComeToAnotherReplica() {
        try (Device device = Device.welcomed(Device.socketUrl(http), ada)) {
            UUID younger = new UUID(Long.MAX_VALUE, 0);

            announce("devices", "a", ada.device(), younger.toString());

            assertThat(device.closeCode()).isEqualTo(4409);
        }
    }

    @Test
    void doesNotMindWordsThatItDoesNotKnow() {
        try (Device device = Device.welcomed(Device.socketUrl(http), ada)) {
            device.subscribesToTodos();
            announce("devices", "nonsense", ada.device(), "x");
            announce("heads." + EventRoute.slot(ada.user()), "m", ada.user(), "many");

            Appended appended = appendElsewhere("Eggs");
            announce("heads." + EventRoute.slot(ada.user()), "m", ada.user(), Long.toString(appended.to()));

            assertThat(device.expectDelta().events()).hasSize(1);
        }
    }

    private Appended appendElsewhere(String title) {
        var event = reader.read(Events.titled(ada.user(), UUID.randomUUID(), title, 1));
        return log.append(List.of(event)).await().atMost(DEADLINE).getFirst();
    }

    private void announce(String channel, String kind, UUID subject, String value) {
        String text = kind + ' ' + otherReplica + ' ' + subject + ' ' + value;
        redis.send(Request.cmd(Command.PUBLISH).arg("xeo.sync." + channel).arg(text))
                .await()
                .atMost(DEADLINE);
    }
}
