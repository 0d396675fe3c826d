package dev.xeocontext.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.sync.digest.DigestFixture;
import dev.xeocontext.sync.digest.Digests;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.EventLog;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.sync.log.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is taken out and whatever comes late: sums and records agree, and nothing that was purged is there again. */
class RetentionPropertyTest {

    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private static final TestDatabase DATABASE = TestDatabase.open();
    private static final EventLog LOG = DATABASE.log();
    private static final Digests DIGESTS = DigestFixture.digests(DATABASE.pool());
    private static final RetentionConfig CONFIG = new SmallRetention(3, 2);
    private static final Compaction COMPACTION = new Compaction(new StoreRows(), DIGESTS, CONFIG);
    private static final Purge PURGE = new Purge(new StoreRows(), DIGESTS, CONFIG);

    private final Map<UUID, RecordState> records = new HashMap<>();
    private final Set<UUID> purged = new HashSet<>();
    private int events;
    private long purgedTo;

    @AfterContainer
    static void disconnect() {
        DATABASE.close();
    }

    @Property(tries = 40, seed = "20261122")
    void keepsSumsAndRecordsInAgreement(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int rounds) {
        records.clear();
        purged.clear();
        events = 0;
        purgedTo = 0;
        Random random = new Random(seed);
        UUID store = UUID.randomUUID();
        for (int round = 0; round < rounds; round++) {
            List<NewEvent> next = IntStream.rangeClosed(0, random.nextInt(8))
                    .mapToObj(i -> event(random, store))
                    .toList();
            await(LOG.append(next));
            next.forEach(this::expect);
            if (random.nextBoolean()) {
                compact(store, Instant.now().plusSeconds(60));
            }
            if (random.nextInt(3) == 0) {
                purgedTo += random.nextInt(15);
                purge(store, purgedTo);
            }
            assertAgreement(store);
        }
    }

    private static NewEvent event(Random random, UUID store) {
        UUID todo = new UUID(0, random.nextInt(6));
        int millis = random.nextInt(40);
        return switch (random.nextInt(5)) {
            case 0, 1 -> Changes.deletion(store, todo, random.nextInt(4) > 0, millis);
            default -> Changes.titled(store, UUID.randomUUID(), todo, "title " + millis, millis);
        };
    }

    private void expect(NewEvent event) {
        UUID id = event.change().id();
        boolean late = purged.contains(id) && !records.containsKey(id);
        if (!late || await(comesAfterThePurge(event))) {
            records.merge(id, event.patch(), Merge::join);
            events++;
        }
    }

    private static Uni<Boolean> comesAfterThePurge(NewEvent event) {
        Deletion deletion = event.patch().deletion();
        String clock = deletion == null ? "" : deletion.clock().toString();
        return DATABASE.pool()
                .preparedQuery("""
                        select deleted_clock collate "C" < $3 as later from purged where store_id = $1 and id = $2""")
                .execute(Tuple.of(event.change().storeId(), event.change().id(), clock))
                .map(rows -> rows.iterator().next().getBoolean("later"));
    }

    private static void compact(UUID store, Instant before) {
        await(DATABASE.pool().withTransaction(transaction -> COMPACTION.compact(transaction, store, before)));
    }

    private void purge(UUID store, long before) {
        int taken;
        do {
            taken = await(DATABASE.pool()
                    .withTransaction(transaction -> PURGE.purge(transaction, store, Instant.ofEpochMilli(before))));
        } while (taken > 0);
        records.forEach((id, state) -> {
            if (isOldTombstone(state, before)) {
                purged.add(id);
            }
        });
        records.values().removeIf(state -> isOldTombstone(state, before));
    }

    private void assertAgreement(UUID store) {
        Row row = store(store);
        assertThat(row.getLong("head")).isEqualTo(events);
        assertThat(row.getLong("events")).isEqualTo(count("log", store));
        assertThat(count("records", store)).isEqualTo(records.size());
        Digest expected = new Digest();
        records.forEach((id, state) -> {
            if (!isOldTombstone(state, row.getLong("purged_before"))) {
                expected.add(id.toString(), RecordHash.of(id.toString(), state));
            }
        });
        assertThat(leaves(await(DIGESTS.of(store, "todos")).digest())).isEqualTo(leaves(expected));
    }

    private static boolean isOldTombstone(RecordState state, long boundary) {
        Deletion deletion = state.deletion();
        return deletion != null && deletion.value() && deletion.clock().millis() < boundary;
    }

    private static long count(String table, UUID store) {
        return row("select count(*) as found from " + table + " where store_id = $1", store)
                .getLong("found");
    }

    private static Row store(UUID store) {
        return row("select head, events, purged_before from stores where store_id = $1", store);
    }

    private static Row row(String sql, UUID store) {
        return await(DATABASE.pool().preparedQuery(sql).execute(Tuple.of(store)))
                .iterator()
                .next();
    }

    private static List<Digest.Sum> leaves(Digest digest) {
        return IntStream.range(0, Digest.LEAVES).mapToObj(digest::leaf).toList();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
