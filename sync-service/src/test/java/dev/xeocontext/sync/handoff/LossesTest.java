package dev.xeocontext.sync.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.notice.Audience;
import dev.xeocontext.sync.notice.LocalDevices;
import dev.xeocontext.sync.notice.Notice;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica with devices of one store, on a real Redis. */
class LossesTest {

    private static final UUID LAPTOP = new UUID(1, 1);
    private static final UUID TABLET = new UUID(1, 2);

    private final UUID store = UUID.randomUUID();
    private final UUID book = UUID.randomUUID();
    private final List<Notice> told = new CopyOnWriteArrayList<>();
    private final FakeHistory history = new FakeHistory();
    private final Replica replica = replica(Map.of());
    private final Replica other = replica(Map.of());
    private final HeardNotices heard = new HeardNotices(store);

    private final LocalDevices devices = new LocalDevices() {

        @Override
        public void tell(Notice notice) {
            told.add(notice);
        }

        @Override
        public Set<UUID> stores() {
            return Set.of(store);
        }
    };

    private final Losses losses = replica.losses(devices, InstantSource.system());

    private Replica replica(Map<String, String> settings) {
        return new Replica((storeId, deviceId) -> Uni.createFrom().item(true), history, settings);
    }

    @AfterEach
    void close() {
        heard.close();
        replica.close();
        other.close();
    }

    private void look() {
        Replica.await(losses.look());
    }

    private void hear(int notices) {
        Awaitility.await().atMost(Replica.DEADLINE).until(() -> heard.notices().size() >= notices);
        heard.notices().forEach(losses::heard);
    }

    private void empty() {
        Request delete = Request.cmd(Command.DEL).arg("xeo:activities:{" + store + '}');
        replica.redis().send(delete).toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tellsWhatWasLostOnce() {
        other.publish(store, LAPTOP, book, 0, 1);
        hear(1);
        look();
        assertThat(told).isEmpty();

        empty();
        look();
        look();

        assertThat(told).singleElement().satisfies(notice -> {
            assertThat(notice.storeId()).isEqualTo(store);
            assertThat(notice.audience()).isEqualTo(new Audience.Everyone());
            assertThat(notice.frame()).contains("handoff.expired").contains(book.toString());
        });
    }

    @Test
    void tellsWhatWasLostOfWhatAWelcomeTold() {
        other.publish(store, LAPTOP, book, 0, 1);
        assertThat(Replica.await(replica.activities().of(store))).hasSize(1);

        empty();
        look();

        assertThat(told).hasSize(1);
    }

    @Test
    void tellsNothingOfWhatWasEndedOrIsNobodysHere() {
        UUID foreign = UUID.randomUUID();
        other.publish(foreign, LAPTOP, UUID.randomUUID(), 0, 1);
        assertThat(Replica.await(replica.activities().of(foreign))).hasSize(1);
        other.publish(store, LAPTOP, book, 0, 1);
        Replica.await(other.activities().end(store, new ClientMessage.End(null, null, book, 1L)));
        hear(2);
        empty();

        look();

        assertThat(told).isEmpty();
    }

    @Test
    void endsWhatIsOver() {
        other.publish(store, LAPTOP, book, 0, 1);
        hear(1);
        try (Replica brief = replica(Map.of("lifetime", "1ms"))) {
            assertThat(heard.of(ServerMessage.Expired.class)).isEmpty();
            Losses later = brief.losses(devices, InstantSource.offset(InstantSource.system(), Duration.ofMinutes(1)));
            heard.notices().forEach(later::heard);
            Replica.await(later.look());
        }

        assertThat(heard.awaitOne(ServerMessage.Expired.class).activityId()).isEqualTo(book);
    }

    @Test
    void grantsWhatAKilledReplicaWasAskedFor() {
        try (Replica killed = replica(Map.of("release-time", "500ms"))) {
            killed.publish(store, LAPTOP, book, 0, 1);
            assertThat(killed.claim(store, TABLET, book, 1)).isEmpty();
        }

        hear(2);

        assertThat(heard.awaitOne(ServerMessage.Granted.class).version()).isEqualTo(2);
    }
}
