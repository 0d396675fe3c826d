package dev.xeocontext.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.feed.Witness;
import dev.xeocontext.sync.log.FakeLog;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that goes from one replica to another, whose clock is another. */
class DevicesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final UUID ADA = new UUID(0, 1);
    private static final UUID PHONE = new UUID(0, 2);

    private final List<Replica> replicas = new ArrayList<>();
    private long shared = 1_700_000_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {-60_000, -1, 0, 1, 60_000})
    void theYoungerSocketStaysWhateverTheClocksOfItsReplicasSay(int aheadMillis) {
        Replica first = new Replica(Duration.ofMillis(aheadMillis));
        Replica second = new Replica(Duration.ZERO);

        FakeSocket older = first.welcome();
        FakeSocket younger = second.welcome();
        older.run();
        younger.run();

        assertThat(older.closedWith()).isEqualTo(CloseCode.REPLACED);
        assertThat(younger.closedWith()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-60_000, 0, 60_000})
    void whatIsHeardLateOfAnOlderSocketClosesNone(int aheadMillis) {
        Replica first = new Replica(Duration.ofMillis(aheadMillis));
        Replica second = new Replica(Duration.ZERO);
        second.deaf = true;
        first.deaf = true;
        FakeSocket older = first.welcome();
        FakeSocket younger = second.welcome();
        first.deaf = false;
        second.deaf = false;

        second.devices.arrivedElsewhere(PHONE, first.arrival);
        older.run();
        younger.run();

        assertThat(older.closedWith()).isEqualTo(CloseCode.REPLACED);
        assertThat(younger.closedWith()).isNull();
    }

    @Test
    void arrivalsAreInTheOrderOfTime() {
        UUID low = new UUID(0, 1);
        UUID high = new UUID(0, 9);

        assertThat(SharedClock.at(1_000_000_000_999L, high)).isLessThan(SharedClock.at(1_000_000_001_000L, low));
        assertThat(SharedClock.at(1_000_000_000_001L, high)).isLessThan(SharedClock.at(1_000_000_000_002L, low));
        assertThat(SharedClock.at(1_000_000_000_001L, low)).isLessThan(SharedClock.at(1_000_000_000_001L, high));
    }

    /** One of two, each of which hears what the other announces. */
    private final class Replica {

        private final Devices devices = new Devices(this::announce, session -> false);
        private final FakeLog log = new FakeLog();
        private final Parts parts;
        private UUID arrival = new UUID(0, 0);
        private boolean deaf;

        Replica(Duration ahead) {
            Instant time = NOW.plus(ahead);
            this.parts = new Parts(
                    new MessageReader(),
                    new MessageWriter(new ObjectMapper()),
                    token -> Uni.createFrom().item(new Caller(ADA, new UUID(0, 7), PHONE, NOW.plusSeconds(600))),
                    id -> Uni.createFrom().item(SharedClock.at(++shared, id)),
                    new Welcomes(log, new FakeCompany(), Limits.DEFAULT, () -> time),
                    new Feeds(log, 100_000, Witness.silent()),
                    (caller, token, batch, rate) -> Uni.createFrom().item(List.of()),
                    new NoQuestions(),
                    "todos"::equals,
                    devices,
                    new NoJournal(),
                    new FakeCompany(),
                    new PatientConfig(),
                    Limits.DEFAULT,
                    () -> time,
                    new Ids(() -> time, new Random(1)),
                    ignored -> {});
            replicas.add(this);
        }

        private void announce(UUID deviceId, UUID at) {
            arrival = at;
            replicas.stream()
                    .filter(other -> other != this && !other.deaf)
                    .forEach(other -> other.devices.arrivedElsewhere(deviceId, at));
        }

        FakeSocket welcome() {
            FakeSocket socket = new FakeSocket();
            new Connection(socket, null, parts)
                    .onText("{\"type\":\"hello\",\"protocol\":1,\"token\":\"good\",\"device\":{\"id\":\"%s\"}}"
                            .formatted(PHONE)
                            .getBytes(StandardCharsets.UTF_8));
            socket.run();
            return socket;
        }
    }
}
