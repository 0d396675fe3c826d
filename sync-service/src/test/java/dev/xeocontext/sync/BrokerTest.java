package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.sync.log.EventLog;
import dev.xeocontext.sync.log.EventReader;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestBroker;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that come through the broker, as owners publish them. */
@QuarkusTest
@TestProfile(BrokerTest.LooksOften.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class BrokerTest {

    /** Does not leave it to others to be told what is missing. */
    public static class LooksOften implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xeo.sync.peers.compare-heads", "1s", "xeo.sync.broker.check-interval", "1s");
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(15);

    @TestHTTPResource
    URI http;

    @Inject
    Pool pool;

    @Inject
    ObjectMapper json;

    @Inject
    EventLog log;

    @Inject
    EventReader reader;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private Connection connection;
    private Channel channel;
    private Device device;

    @BeforeEach
    void connect() throws Exception {
        connection = TestBroker.connect();
        channel = connection.createChannel();
        device = Device.welcomed(Device.socketUrl(http), ada);
        device.subscribesToTodos();
    }

    @AfterEach
    void disconnect() {
        device.close();
        connection.abort();
    }

    @Test
    void bringsABatchToTheDevices() throws Exception {
        publish(List.of(titled("Milk"), titled("Eggs")));

        List<DeltaEvent> events = new ArrayList<>();
        while (events.size() < 2) {
            events.addAll(device.expectDelta().events());
        }
        assertThat(events)
                .extracting(DeltaEvent::changed)
                .containsExactly(Map.of("title", "Milk"), Map.of("title", "Eggs"));
        assertThat(events).extracting(DeltaEvent::seq).containsExactly(1L, 2L);
    }

    @Test
    void takesAnEventThatIsByItself() throws Exception {
        publish(titled("Milk"));

        assertThat(device.expectDelta().events()).hasSize(1);
    }

    @Test
    void takesAnEventOnceThatComesAgain() throws Exception {
        CloudEvent<RecordChanged> milk = titled("Milk");
        publish(List.of(milk));
        publish(List.of(milk));
        publish(List.of(milk, titled("Eggs")));

        List<Delta> deltas = new ArrayList<>();
        while (deltas.isEmpty() || deltas.getLast().to() < 2) {
            deltas.add(device.expectDelta());
        }
        assertThat(deltas)
                .flatExtracting(Delta::events)
                .extracting(DeltaEvent::seq)
                .containsExactly(1L, 2L);
    }

    @Test
    void leavesHappeningsThatAreNoChangesAlone() throws Exception {
        publish(List.of(
                Map.of("specversion", "1.0", "type", "dev.xeocontext.todos.completed.v1", "data", Map.of("a", 1)),
                titled("Milk")));

        assertThat(device.expectDelta().to()).isEqualTo(1);
        assertThat(deadLetters("completed")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense %s",
                "[{\"id\":\"%s\"}]",
                "[{\"type\":\"dev.xeocontext.todos.changed.v1\",\"data\":{\"storeId\":\"%s\"}}]",
                "[{\"type\":\"dev.xeocontext.todos.changed.v1\",\"id\":\"%s\",\"data\":[]}]",
                // the reason of the refusal quotes what no column holds
                "[{\"type\":\"dev.xeocontext.todos.changed.v1\",\"id\":\"%1$s\","
                        + "\"data\":{\"storeId\":\"%1$s\",\"kind\":\"x\\u0000y\"}}]",
                // a deletion without a clock
                "[{\"type\":\"dev.xeocontext.todos.changed.v1\",\"id\":\"%1$s\",\"data\":{\"storeId\":\"%1$s\","
                        + "\"collection\":\"todos\",\"id\":\"%1$s\",\"kind\":\"delete\",\"changed\":{},\"clocks\":{},"
                        + "\"deleted\":{\"value\":true}}}]"
            })
    void keepsWhatIsNoEventAndGoesOn(String form) throws Exception {
        String mark = UUID.randomUUID().toString();
        publishBytes(form.formatted(mark).getBytes(StandardCharsets.UTF_8));
        publish(List.of(titled("Milk")));

        assertThat(device.expectDelta().events()).hasSize(1);
        Awaitility.await().atMost(DEADLINE).until(() -> deadLetters(mark) == 1);
    }

    @Test
    void keepsAnEventThatTheDatabaseRefusesAndGoesOn() throws Exception {
        CloudEvent<RecordChanged> milk = titled("Milk");
        RecordChanged data = milk.data();
        RecordChanged poisoned = new RecordChanged(
                data.storeId(), "to\u0000dos", data.id(), data.kind(), data.changed(), data.clocks(), null, null, null);
        publish(List.of(Events.event(UUID.randomUUID(), poisoned)));
        publish(List.of(milk));

        assertThat(device.expectDelta().events()).hasSize(1);
        Awaitility.await().atMost(DEADLINE).until(() -> deadLetters(data.id().toString()) == 1);
        assertThat(isTrue("select reconcile_at <= now() from stores where store_id = '" + data.storeId() + "'"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync.dead-letters", "xeo.unrouted"})
    void takesWhatWentAstray(String queue) throws Exception {
        Awaitility.await().atMost(DEADLINE).until(() -> consumers(queue) > 0);

        byte[] stray = json.writeValueAsBytes(List.of(titled("Milk")));
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, stray);

        assertThat(device.expectDelta().events()).hasSize(1);
        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> isTrue("select reconcile_at <= now() from stores where store_id = '" + ada.user() + "'"));
    }

    @Test
    void declaresAQueueAgainThatWasDeleted() throws Exception {
        String queue = "sync.events." + EventRoute.slot(ada.user());
        channel.queueDelete(queue);
        Awaitility.await().atMost(DEADLINE).until(() -> consumers(queue) == 1);

        publish(List.of(titled("Milk")));

        assertThat(device.expectDelta().events()).hasSize(1);
    }

    /** How many consumers a queue has; none when it is not there, which ends the channel that asks. */
    private long consumers(String queue) throws Exception {
        try (Channel asking = connection.createChannel()) {
            return asking.queueDeclarePassive(queue).getConsumerCount();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void findsOutByComparingHeadsWhatNobodyAnnounced() {
        log.append(List.of(reader.read(titled("Milk")))).await().atMost(DEADLINE);

        assertThat(device.expectDelta().events()).hasSize(1);
    }

    private CloudEvent<RecordChanged> titled(String title) {
        return Events.titled(ada.user(), UUID.randomUUID(), title, 1);
    }

    private void publish(Object message) throws Exception {
        publishBytes(json.writeValueAsBytes(message));
    }

    private void publishBytes(byte[] body) throws Exception {
        String key = EventRoute.key("todos", ada.user());
        channel.basicPublish(EventRoute.EXCHANGE, key, MessageProperties.PERSISTENT_BASIC, body);
    }

    @Test
    void comparesAllStoresAfterAMessageThatTellsNothing() throws Exception {
        pool.query("update sweeps set due_at = 'infinity'").execute().await().atMost(DEADLINE);
        String mark = UUID.randomUUID().toString();

        publishBytes(("nonsense " + mark).getBytes(StandardCharsets.UTF_8));

        Awaitility.await().atMost(DEADLINE).until(() -> deadLetters(mark) == 1);
        assertThat(isTrue("select bool_and(due_at <= now()) from sweeps")).isTrue();
    }

    private boolean isTrue(String question) {
        return pool.query(question)
                .execute()
                .await()
                .atMost(DEADLINE)
                .iterator()
                .next()
                .getBoolean(0);
    }

    private long deadLetters(String mark) {
        return pool.preparedQuery("select count(*) from dead_letters where position($1::bytea in body) > 0")
                .execute(Tuple.of(io.vertx.core.buffer.Buffer.buffer(mark)))
                .await()
                .atMost(DEADLINE)
                .iterator()
                .next()
                .getLong(0);
    }
}
