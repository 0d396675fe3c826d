package dev.xeocontext.sync.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.log.TestDatabase;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HistoryRepositoryTest {

    private static final UUID LAPTOP = new UUID(1, 1);
    private static final UUID TABLET = new UUID(1, 2);
    private static final long NOON = 1_700_000_000_000L;
    private static final TestDatabase DATABASE = TestDatabase.open();

    private final HistoryRepository history = new HistoryRepository(
            DATABASE.sql(),
            new ObjectMapper(),
            new Ids(InstantSource.system(), new SecureRandom()),
            Replica.config(Map.of("history-states", "5")));
    private final UUID store = UUID.randomUUID();
    private final UUID book = UUID.randomUUID();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static Content page(int page) {
        return new Content("reading", "files/1", "Moby Dick", Map.of("page", page));
    }

    private void keep(Past past) {
        Replica.await(history.keep(store, past));
    }

    private Past late(int page) {
        return Past.late(book, 1, LAPTOP, page(page), NOON);
    }

    private List<PastState> latest(@Nullable UUID before, int most) {
        return Replica.await(history.latest(store, book, before, most));
    }

    private static List<Object> pages(List<PastState> states) {
        return states.stream().map(state -> state.state().get("page")).toList();
    }

    @Test
    void keepsAMoveWithWhoHadItAndWhoHasItSince() {
        keep(Past.moved(Held.begun(book, page(1), LAPTOP, NOON), TABLET));

        assertThat(latest(null, 10)).singleElement().satisfies(state -> {
            assertThat(state.version()).isEqualTo(1);
            assertThat(state.deviceId()).isEqualTo(LAPTOP);
            assertThat(state.movedTo()).isEqualTo(TABLET);
            assertThat(state.kind()).isEqualTo("reading");
            assertThat(state.resource()).isEqualTo("files/1");
            assertThat(state.title()).isEqualTo("Moby Dick");
            assertThat(state.state()).isEqualTo(Map.of("page", 1));
            assertThat(state.how()).isEqualTo("moved");
            assertThat(state.toldAt()).isEqualTo(Instant.ofEpochMilli(NOON));
        });
    }

    @Test
    void keepsALateStateOnceThoughItIsToldTwice() {
        keep(late(7));
        keep(late(7));
        keep(late(8));

        assertThat(pages(latest(null, 10))).containsExactly(8, 7);
    }

    @Test
    void keepsTheLastStateOfWhatNobodyKnewAnyMore() {
        keep(Past.late(book, 3, LAPTOP, Map.of("page", 7), NOON));

        assertThat(latest(null, 10))
                .singleElement()
                .satisfies(state -> assertThat(state.kind()).isNull());
    }

    @Test
    void isReadInPages() {
        for (int page = 1; page <= 4; page++) {
            keep(late(page));
        }

        List<PastState> first = latest(null, 3);
        assertThat(pages(first)).containsExactly(4, 3, 2);
        assertThat(pages(latest(first.getLast().id(), 3))).containsExactly(1);
    }

    @Test
    void keepsSoManyAndNoMore() {
        keep(Past.late(UUID.randomUUID(), 1, LAPTOP, page(99), NOON));
        for (int page = 1; page <= 9; page++) {
            keep(late(page));
        }
        keep(late(9));

        assertThat(pages(latest(null, 100))).containsExactly(9, 8, 7, 6, 5);
        assertThat(Replica.await(history.latest(UUID.randomUUID(), book, null, 100)))
                .isEmpty();
    }

    @Test
    void forgetsWhatIsOld() {
        keep(late(1));
        Replica.await(DATABASE.pool()
                .preparedQuery("update activity_history set noted_at = $2 where store_id = $1")
                .execute(Tuple.of(store, Instant.EPOCH.plusSeconds(1).atOffset(ZoneOffset.UTC))));
        keep(late(2));

        assertThat(Replica.await(history.forget(Instant.EPOCH.plusSeconds(2), 100)))
                .isEqualTo(1);
        assertThat(pages(latest(null, 10))).containsExactly(2);
    }
}
