package dev.xeocontext.sync.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The pages of a snapshot. */
class PgLogReaderTest {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final TestDatabase DATABASE = TestDatabase.open();

    private final UUID store = UUID.randomUUID();

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    @Test
    void theNilUuidIsAnIdLikeAnyOther() {
        UUID nil = new UUID(0, 0);
        UUID last = new UUID(-1, -1);
        await(DATABASE.log().append(List.of(titled(nil), titled(last))));

        assertThat(page(null)).containsExactly(nil, last);
        assertThat(page(nil)).containsExactly(last);
        assertThat(page(last)).isEmpty();
    }

    /** Otherwise each page would walk the collection from its start. */
    @Test
    void beginsInTheMiddleOfTheIndexWhateverThePlan() {
        SqlConnection connection = await(DATABASE.pool().getConnection());
        try {
            await(connection.query("set enable_seqscan = off").execute());
            await(connection.query("set enable_bitmapscan = off").execute());
            String plan = text(await(connection
                    .query("explain (generic_plan) " + PgLogReader.RECORDS)
                    .execute()));

            assertThat(plan).containsPattern("Index Cond: .*id >= COALESCE");
        } finally {
            await(connection.query("reset all").execute());
            await(connection.close());
        }
    }

    private NewEvent titled(UUID todo) {
        return Changes.titled(store, UUID.randomUUID(), todo, "Milk", 1);
    }

    private List<UUID> page(@Nullable UUID after) {
        return await(DATABASE.reader().records(store, "todos", after)).items().stream()
                .map(StoredRecord::id)
                .toList();
    }

    private static String text(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
