package dev.xeocontext.sync.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever comes in whatever order, once or several times, in however many transactions at a time: the log has each event
 * once, without gaps, and the records are those that the events merge to.
 */
class EventLogPropertyTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final TestDatabase DATABASE = TestDatabase.open();
    private static final RecordJson JSON = new RecordJson(new ObjectMapper());
    private static final Stores STORES = new Stores(DATABASE.pool(), new Ids(InstantSource.system(), new Random(1)));
    private static final EventLog LOG =
            new PgEventLog(DATABASE.pool(), new LogReads(JSON), new LogWrites(JSON), new PurgedRecords(), STORES, JSON);
    private static final LogReader READER = new PgLogReader(DATABASE.pool(), STORES, DATABASE.config());

    @AfterContainer
    static void disconnect() {
        DATABASE.close();
    }

    @Property(tries = 40, seed = "20261122")
    void holdsEachEventOnceAndTheRecordsThatFollow(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int stores,
            @ForAll @IntRange(min = 1, max = 40) int size) {
        Random random = new Random(seed);
        List<NewEvent> events = events(random, stores, size);
        List<NewEvent> arriving = new ArrayList<>(events);
        for (int i = 0; i < size / 3; i++) {
            arriving.add(events.get(random.nextInt(size)));
        }
        Collections.shuffle(arriving, random);

        List<Appended> appended = appendInPieces(random, arriving);

        Map<UUID, Set<UUID>> expected = new HashMap<>();
        events.forEach(event -> expected.computeIfAbsent(event.change().storeId(), id -> new HashSet<>())
                .add(event.change().eventId()));
        expected.forEach((store, ids) -> {
            List<LogEntry> entries = readAll(store);
            assertThat(entries).extracting(LogEntry::seq).isEqualTo(oneTo(ids.size()));
            assertThat(entries).extracting(entry -> entry.change().eventId()).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(told(appended, store)).isEqualTo(entries);
            assertThat(await(READER.place(store, 1)).head()).isEqualTo(ids.size());
            assertThat(hashes(store)).isEqualTo(mergedHashes(events, store));
        });
    }

    private static List<NewEvent> events(Random random, int stores, int size) {
        UUID[] storeIds = new UUID[stores];
        Arrays.setAll(storeIds, i -> UUID.randomUUID());
        UUID[] todos = {new UUID(0, 1), new UUID(0, 2), new UUID(0, 3)};
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            events.add(Changes.titled(
                    storeIds[random.nextInt(stores)],
                    UUID.randomUUID(),
                    todos[random.nextInt(todos.length)],
                    "title " + i,
                    i));
        }
        return events;
    }

    /** Several transactions at a time, as several replicas would. */
    private static List<Appended> appendInPieces(Random random, List<NewEvent> events) {
        List<Uni<List<Appended>>> appends = new ArrayList<>();
        int at = 0;
        while (at < events.size()) {
            int end = Math.min(events.size(), at + 1 + random.nextInt(8));
            appends.add(LOG.append(List.copyOf(events.subList(at, end))));
            at = end;
        }
        return await(Uni.join().all(appends).andFailFast()).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<LogEntry> readAll(UUID store) {
        List<LogEntry> entries = new ArrayList<>();
        Page<LogEntry> page;
        do {
            page = await(READER.events(store, entries.size(), true));
            entries.addAll(page.items());
        } while (page.more());
        return entries;
    }

    private static List<Long> oneTo(int size) {
        return LongStream.rangeClosed(1, size).boxed().toList();
    }

    private static List<LogEntry> told(List<Appended> appended, UUID store) {
        return appended.stream()
                .filter(one -> one.storeId().equals(store))
                .flatMap(one -> one.entries().stream())
                .sorted(Comparator.comparingLong(LogEntry::seq))
                .toList();
    }

    private static Map<UUID, Long> hashes(UUID store) {
        Map<UUID, Long> hashes = new HashMap<>();
        await(DATABASE.pool()
                        .preparedQuery("select id, hash from records where store_id = $1")
                        .execute(Tuple.of(store)))
                .forEach(row -> hashes.put(row.getUUID("id"), row.getLong("hash")));
        return hashes;
    }

    private static Map<UUID, Long> mergedHashes(List<NewEvent> events, UUID store) {
        Map<UUID, RecordState> states = new HashMap<>();
        events.stream()
                .filter(event -> event.change().storeId().equals(store))
                .forEach(event -> states.merge(event.change().id(), event.patch(), Merge::join));
        Map<UUID, Long> hashes = new HashMap<>();
        states.forEach((id, state) -> hashes.put(id, RecordHash.of(id.toString(), state)));
        return hashes;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
