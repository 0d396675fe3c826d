package dev.xeocontext.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.sync.log.TestDatabase;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is lost on the way, purged, or put back, on either side: afterwards the log has what the owner has. */
class ReconciliationPropertyTest {

    private static final TestDatabase DATABASE = TestDatabase.open();

    /** Tombstones with clocks before it may be purged by the owner. */
    private static final int OLD = 10;

    @AfterContainer
    static void disconnect() {
        DATABASE.close();
    }

    @Property(tries = 30, seed = "20261122")
    void endsWithWhatTheOwnerHas(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        Random random = new Random(seed);
        Reconciling world = new Reconciling(DATABASE);
        FakeRecords backup = world.owner.backup();
        world.happens(event(random, world.store));
        world.backUpLog();
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(12)) {
                case 0 -> backup = world.owner.backup();
                case 1 -> world.backUpLog();
                case 2 -> world.owner.putBackTo(backup);
                case 3 -> world.putLogBack();
                case 4 -> world.owner.purge(random.nextInt(OLD));
                case 5, 6, 7 -> world.isLost(event(random, world.store));
                default -> world.happens(event(random, world.store));
            }
        }

        assertThat(world.reconcile()).isTrue();

        assertThat(world.digestsAreEqual()).isTrue();
        assertThat(withoutOldTombstones(world.logRecords()))
                .isEqualTo(withoutOldTombstones(world.owner.store(world.store)));
        long events = world.query("select count(*) as events from log where store_id = $1")
                .iterator()
                .next()
                .getLong("events");
        assertThat(world.storeRow().getLong("events")).isEqualTo(events);
        assertThat(world.reconcile()).isTrue();
    }

    /** Equal clocks mean equal values, as clocks of devices do. */
    private static NewEvent event(Random random, UUID store) {
        UUID todo = new UUID(0, random.nextInt(8));
        int millis = random.nextInt(2 * OLD);
        return random.nextInt(3) == 0
                ? Changes.deletion(store, todo, millis % 3 > 0, millis)
                : Changes.titled(store, UUID.randomUUID(), todo, "title " + millis, millis);
    }

    private static Map<UUID, RecordState> withoutOldTombstones(Map<UUID, RecordState> records) {
        Map<UUID, RecordState> rest = new HashMap<>(records);
        rest.values().removeIf(state -> {
            Deletion deletion = state.deletion();
            return deletion != null && deletion.value() && deletion.clock().millis() < OLD;
        });
        return rest;
    }
}
