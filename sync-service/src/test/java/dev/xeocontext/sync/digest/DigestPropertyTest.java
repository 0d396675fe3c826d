package dev.xeocontext.sync.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.EventLog;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.sync.log.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever happened to the records, the digest that is folded from the log is the one that they sum up to. */
class DigestPropertyTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int PURGED_BEFORE = 20;

    private static final TestDatabase DATABASE = TestDatabase.open();
    private static final EventLog LOG = DATABASE.log();
    private static final DigestRepository REPOSITORY = new DigestRepository();
    private static final Digests DIGESTS = new Digests(DATABASE.pool(), REPOSITORY);

    @AfterContainer
    static void disconnect() {
        DATABASE.close();
    }

    @Property(tries = 40, seed = "20261122")
    void isTheSumOfTheRecords(
            @ForAll long seed, @ForAll boolean purged, @ForAll @IntRange(min = 1, max = 60) int size) {
        Random random = new Random(seed);
        UUID store = UUID.randomUUID();
        await(LOG.append(List.of(Changes.deletion(store, new UUID(0, 99), false, 1))));
        if (purged) {
            purgeBefore(store);
        }
        List<NewEvent> history = new ArrayList<>(List.of(Changes.deletion(store, new UUID(0, 99), false, 1)));
        while (history.size() < size) {
            List<NewEvent> next = IntStream.rangeClosed(0, random.nextInt(8))
                    .mapToObj(i -> event(random, store))
                    .toList();
            await(LOG.append(next));
            history.addAll(next);
            if (random.nextInt(3) == 0) {
                settle(store);
            }
            Digest expected = digestOf(history, purged ? PURGED_BEFORE : 0);
            assertSame(await(DIGESTS.of(store, "todos")), expected, history.size());
            assertSame(await(REPOSITORY.scan(DATABASE.pool(), store, "todos")), expected, history.size());
        }
    }

    @Property(tries = 10, seed = "20261122")
    void leavesOldTombstonesOut(@ForAll long seed, @ForAll @IntRange(min = 0, max = 45) int boundary) {
        Random random = new Random(seed);
        UUID store = UUID.randomUUID();
        List<NewEvent> history =
                IntStream.range(0, 30).mapToObj(i -> event(random, store)).toList();
        await(LOG.append(history));

        CollectionDigest digest = await(DIGESTS.of(store, "todos"));

        assertSame(await(DIGESTS.of(store, "todos", digest, boundary)), digestOf(history, boundary), history.size());
    }

    @Property(tries = 5, seed = "20261122")
    void isSummedUpAnewWhereTheLogDoesNotReachBack(@ForAll long seed) {
        Random random = new Random(seed);
        UUID store = UUID.randomUUID();
        List<NewEvent> history =
                IntStream.range(0, 30).mapToObj(i -> event(random, store)).toList();
        await(LOG.append(history));
        run("update log set leaf = null, count_delta = null, hash_delta = null where store_id = $1 and seq = 3", store);

        assertSame(await(DIGESTS.of(store, "todos")), digestOf(history, 0), history.size());
        assertThat(await(REPOSITORY.fold(DATABASE.pool(), store, "todos", Long.MAX_VALUE))
                        .baseless())
                .isFalse();
    }

    private static NewEvent event(Random random, UUID store) {
        UUID todo = new UUID(0, random.nextInt(6));
        int millis = random.nextInt(40);
        return switch (random.nextInt(5)) {
            case 0, 1 -> Changes.deletion(store, todo, random.nextBoolean(), millis);
            default -> Changes.titled(store, UUID.randomUUID(), todo, "title " + millis, millis);
        };
    }

    private static void settle(UUID store) {
        await(DATABASE.pool()
                .withTransaction(connection -> DIGESTS.settle(connection, store, "todos", Long.MAX_VALUE)));
    }

    private static void purgeBefore(UUID store) {
        run("update stores set purged_before = " + PURGED_BEFORE + " where store_id = $1", store);
    }

    private static void run(String sql, UUID store) {
        await(DATABASE.pool().preparedQuery(sql).execute(Tuple.of(store)));
    }

    private static Digest digestOf(List<NewEvent> history, long purgedBefore) {
        Map<UUID, RecordState> states = new HashMap<>();
        history.forEach(event -> states.merge(event.change().id(), event.patch(), Merge::join));
        Digest digest = new Digest();
        states.forEach((id, state) -> {
            boolean old = state.deletion() != null
                    && state.isDeleted()
                    && state.deletion().clock().millis() < purgedBefore;
            if (!old) {
                digest.add(id.toString(), RecordHash.of(id.toString(), state));
            }
        });
        return digest;
    }

    private static void assertSame(CollectionDigest actual, Digest expected, long asOf) {
        assertThat(actual.asOf()).isEqualTo(asOf);
        assertThat(leaves(actual.digest())).isEqualTo(leaves(expected));
    }

    private static List<Digest.Sum> leaves(Digest digest) {
        return IntStream.range(0, Digest.LEAVES).mapToObj(digest::leaf).toList();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
