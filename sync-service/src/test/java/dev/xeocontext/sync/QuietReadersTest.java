package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.EventKind;
import dev.xeocontext.contracts.sync.ServerMessage.Lagging;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.sync.log.CommitLanes;
import dev.xeocontext.sync.log.EventReader;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sockets cost that want little, or take nothing. */
@QuarkusTest
@TestProfile(QuietReadersTest.FreshCursors.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class QuietReadersTest {

    /** Does not leave a device with an old cursor for long. */
    public static class FreshCursors implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xeo.sync.socket.cursor-age", "1s");
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int FOREIGN = 1_000;
    private static final int GREAT = 500;
    private static final String GREAT_TITLE = "x".repeat(100_000);
    private static final int TRANSACTION = 20;
    private static final int FULL = 262_144;

    /** A socket that is full, a page on top of it, and room for what is not counted exactly. */
    private static final int BOUND = FULL + 2 * 400_000;

    @TestHTTPResource
    URI http;

    @Inject
    CommitLanes lanes;

    @Inject
    EventReader reader;

    @Inject
    MeterRegistry meters;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private Device laptop;

    @BeforeEach
    void connect() {
        laptop = Device.welcomed(Device.socketUrl(http), ada);
    }

    @AfterEach
    void hangUp() {
        laptop.close();
    }

    @Test
    void aFilterThatMatchesNothingCostsNoByteOfForeignRecords() {
        laptop.say(Map.of(
                "type",
                "subscribe",
                "ref",
                "r",
                "sub",
                "s",
                "collections",
                List.of("todos"),
                "where",
                Map.of("title", "wanted")));
        laptop.expect(Live.class);
        long before = laptop.heardBytes();

        for (int written = 0; written < FOREIGN; written += TRANSACTION) {
            write(TRANSACTION, "foreign");
        }

        List<ServerMessage> heard = new ArrayList<>();
        do {
            heard.add(laptop.next());
        } while (heard.getLast() instanceof Live live && seq(live) < FOREIGN);
        assertThat(heard).allSatisfy(message -> assertThat(message).isInstanceOf(Live.class));
        assertThat(laptop.heardBytes() - before)
                .isEqualTo(heard.stream().mapToLong(Device::bytes).sum());

        write(1, "wanted");
        assertThat(laptop.expectDelta().events())
                .singleElement()
                .satisfies(event -> assertThat(event.kind()).isEqualTo(EventKind.ENTER));
    }

    @Test
    void aDeviceThatStopsReadingCostsABoundedNumberOfBytesAndCatchesUp() {
        laptop.subscribesToTodos();
        laptop.stopsListening();

        for (int written = 0; written < GREAT; written += TRANSACTION) {
            write(TRANSACTION, GREAT_TITLE);
            assertThat(underWay()).isLessThan(BOUND);
        }
        Awaitility.await()
                .atMost(DEADLINE)
                .untilAsserted(() -> assertThat(underWay()).isBetween((double) FULL, (double) BOUND));

        laptop.listensAgain();
        List<ServerMessage> heard = new ArrayList<>();
        do {
            heard.add(laptop.next());
        } while (!(heard.getLast() instanceof Delta delta && delta.to() == GREAT));
        assertThat(heard).filteredOn(Lagging.class::isInstance).isNotEmpty();
        assertThat(seqs(heard))
                .isEqualTo(LongStream.rangeClosed(1, GREAT).boxed().toList());
        Awaitility.await().atMost(DEADLINE).until(() -> underWay() < FULL);
        write(1, "at last");
        assertThat(laptop.expectDelta().from()).isEqualTo(GREAT);
    }

    private double underWay() {
        return meters.get("xeo.sync.outbound").gauge().value();
    }

    /** Writes new todos, in one transaction. */
    private void write(int count, String title) {
        List<NewEvent> events = Stream.generate(() -> Events.titled(ada.user(), UUID.randomUUID(), title, 1))
                .limit(count)
                .map(reader::read)
                .toList();
        lanes.append(events).await().atMost(DEADLINE);
    }

    private static long seq(Live live) {
        return Cursor.decode(live.cursor()).orElseThrow().seq();
    }

    private static List<Long> seqs(List<ServerMessage> messages) {
        return messages.stream()
                .filter(Delta.class::isInstance)
                .flatMap(message -> ((Delta) message).events().stream())
                .map(DeltaEvent::seq)
                .toList();
    }
}
