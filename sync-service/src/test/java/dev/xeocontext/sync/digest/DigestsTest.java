package dev.xeocontext.sync.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.sync.log.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is cached. */
class DigestsTest {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final TestDatabase DATABASE = TestDatabase.open();
    private static final Digests DIGESTS = DigestFixture.digests(DATABASE.pool());

    private final UUID store = UUID.randomUUID();

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    @Test
    void cachesAQuietCollectionOfABusyStore() {
        append(150);

        CollectionDigest quiet = await(DIGESTS.of(store, "todo-lists"));

        assertThat(quiet.digest().root().count()).isZero();
        assertThat(cachedAsOf("todo-lists")).containsExactly(150L);
    }

    @Test
    void cachesNothingForAFewEvents() {
        append(20);

        assertThat(await(DIGESTS.of(store, "todos")).digest().root().count()).isEqualTo(20);
        assertThat(cachedAsOf("todos")).isEmpty();
    }

    private void append(int count) {
        List<NewEvent> events = Stream.generate(() -> Changes.titled(store, "Milk"))
                .limit(count)
                .toList();
        await(DATABASE.log().append(events));
    }

    private List<Long> cachedAsOf(String collection) {
        return await(DATABASE.pool()
                .preparedQuery("select as_of from digests where store_id = $1 and collection = $2")
                .execute(Tuple.of(store, collection))
                .map(rows -> rows.stream().map(row -> row.getLong("as_of")).toList()));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
