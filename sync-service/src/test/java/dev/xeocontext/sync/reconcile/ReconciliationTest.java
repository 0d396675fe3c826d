package dev.xeocontext.sync.reconcile;

import static dev.xeocontext.sync.log.Changes.deletion;
import static dev.xeocontext.sync.log.Changes.titled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.sync.log.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What becomes of the log when it, its owner or what was between them has lost something. */
class ReconciliationTest {

    private static final TestDatabase DATABASE = TestDatabase.open();

    private final Reconciling world = new Reconciling(DATABASE);
    private final UUID milk = UUID.randomUUID();
    private final UUID eggs = UUID.randomUUID();

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    @Test
    void leavesAloneWhatIsEqual() {
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        world.happens(deletion(world.store, eggs, true, 2));

        assertThat(world.reconcile()).isTrue();

        assertThat(world.storeRow().getLong("head")).isEqualTo(2);
        assertThat(world.owner.fetched()).isZero();
        assertThat(world.begun).isEmpty();
    }

    @Test
    void takesOverAllWhenNoEventEverCame() {
        for (int i = 0; i < 300; i++) {
            UUID id = UUID.randomUUID();
            world.isLost(titled(world.store, UUID.randomUUID(), id, "todo " + i, 1));
            if (i % 3 == 0) {
                world.isLost(deletion(world.store, id, true, 2));
            }
        }

        assertThat(world.reconcile()).isTrue();

        assertThat(world.logRecords()).isEqualTo(world.owner.store(world.store));
        assertThat(world.digestsAreEqual()).isTrue();
        assertThat(world.storeRow().getLong("head")).isEqualTo(300);
        assertThat(world.count("xeo.sync.reconcile.repaired")).isEqualTo(300);
        assertThat(world.begun).isEmpty();
    }

    @Test
    void takesOverWhatDiffersAndTellsItAsWhatItIs() {
        UUID bread = UUID.randomUUID();
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        world.happens(titled(world.store, UUID.randomUUID(), eggs, "Eggs", 1));
        world.happens(titled(world.store, UUID.randomUUID(), bread, "Bread", 1));
        world.happens(deletion(world.store, bread, true, 2));
        world.isLost(titled(world.store, UUID.randomUUID(), milk, "Oat milk", 3));
        world.isLost(deletion(world.store, eggs, true, 3));
        world.isLost(deletion(world.store, bread, false, 3));

        assertThat(world.reconcile()).isTrue();

        assertThat(world.kinds(4)).containsExactlyInAnyOrder("put", "delete", "restore");
        assertThat(world.logRecords()).isEqualTo(world.owner.store(world.store));
        assertThat(world.owner.fetched()).isEqualTo(3);
    }

    @Test
    void doesNotMindEventsThatComeAfterAll() {
        var late = titled(world.store, UUID.randomUUID(), milk, "Milk", 1);
        world.isLost(late);
        world.reconcile();

        world.append(late);

        assertThat(world.reconcile()).isTrue();
        assertThat(world.logRecords()).isEqualTo(world.owner.store(world.store));
        assertThat(world.digestsAreEqual()).isTrue();
    }

    @Test
    void beginsANewEpochWhenTheOwnerWasPutBack() {
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        var backup = world.owner.backup();
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Oat milk", 2));
        world.happens(titled(world.store, UUID.randomUUID(), eggs, "Eggs", 3));
        UUID before = world.storeRow().getUUID("epoch");
        world.owner.putBackTo(backup);

        assertThat(world.reconcile()).isTrue();

        var store = world.storeRow();
        assertThat(store.getUUID("epoch")).isNotEqualTo(before);
        assertThat(world.begun).containsExactly(store.getUUID("epoch"));
        assertThat(store.getLong("head")).isGreaterThan(3).isEqualTo(store.getLong("compacted_to"));
        assertThat(world.logRecords()).isEqualTo(world.owner.store(world.store)).containsOnlyKeys(milk);
        assertThat(world.digestsAreEqual()).isTrue();
        assertThat(world.count("xeo.sync.reconcile.epochs", "reason", "owner")).isEqualTo(1);
    }

    @Test
    void goesOnInTheNewEpochWithWhatDevicesSendAgain() {
        var lost = titled(world.store, UUID.randomUUID(), milk, "Milk", 1);
        world.happens(lost);
        world.owner.putBackTo(new FakeRecords());
        world.reconcile();
        long head = world.storeRow().getLong("head");

        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));

        assertThat(world.storeRow().getLong("head")).isEqualTo(head + 1);
        assertThat(world.reconcile()).isTrue();
        assertThat(world.logRecords()).isEqualTo(world.owner.store(world.store)).containsOnlyKeys(milk);
        assertThat(world.begun).hasSize(1);
    }

    @Test
    void looksTwiceBeforeItBelievesThatTheOwnerWasPutBack() {
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        var asItIs = world.owner.backup();
        world.owner.putBackTo(new FakeRecords());
        world.owner.putBackAfterFetch(asItIs);

        assertThat(world.reconcile()).isTrue();

        assertThat(world.count("xeo.sync.reconcile.differences", "log", "ahead"))
                .isEqualTo(1);
        assertThat(world.begun).isEmpty();
        assertThat(world.logRecords()).containsOnlyKeys(milk);
    }

    @Test
    void findsWhatTheLogLacksAfterItWasPutBack() {
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        world.backUpLog();
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Oat milk", 2));
        world.happens(titled(world.store, UUID.randomUUID(), eggs, "Eggs", 3));
        UUID before = world.storeRow().getUUID("epoch");
        world.putLogBack();

        assertThat(world.reconcileDiverged()).isTrue();

        assertThat(world.logRecords()).isEqualTo(world.owner.store(world.store)).containsOnlyKeys(milk, eggs);
        assertThat(world.digestsAreEqual()).isTrue();
        assertThat(world.storeRow().getUUID("epoch")).isNotEqualTo(before);
        assertThat(world.storeRow().getBoolean("diverged")).isFalse();
        assertThat(world.begun).containsExactly(world.storeRow().getUUID("epoch"));
        assertThat(world.count("xeo.sync.reconcile.epochs", "reason", "log")).isEqualTo(1);
    }

    @Test
    void beginsOneEpochWhenLogAndOwnerWereBothPutBack() {
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        var ownersBackup = world.owner.backup();
        world.happens(titled(world.store, UUID.randomUUID(), eggs, "Eggs", 2));
        world.backUpLog();
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Oat milk", 3));
        world.putLogBack();
        world.owner.putBackTo(ownersBackup);

        assertThat(world.reconcileDiverged()).isTrue();

        assertThat(world.begun).hasSize(1);
        assertThat(world.logRecords()).isEqualTo(world.owner.store(world.store)).containsOnlyKeys(milk);
    }

    @Test
    void doesNotMissTombstonesThatTheOwnerHasPurged() {
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        world.happens(deletion(world.store, milk, true, 5));
        world.happens(titled(world.store, UUID.randomUUID(), eggs, "Eggs", 6));
        world.owner.purge(6);

        assertThat(world.reconcile()).isTrue();

        assertThat(world.begun).isEmpty();
        assertThat(world.storeRow().getLong("head")).isEqualTo(3);
    }

    @Test
    void beginsANewEpochWhenTheOwnerHasARecordAgainThatTheLogHasPurged() {
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        var backup = world.owner.backup();
        world.happens(deletion(world.store, milk, true, 5));
        world.execute("update stores set purged_before = 6 where store_id = $1");
        world.execute("insert into purged select store_id, collection, id, deleted_clock from records"
                + " where store_id = $1");
        world.execute("delete from records where store_id = $1");
        world.owner.putBackTo(backup);

        assertThat(world.reconcile()).isTrue();

        assertThat(world.begun).hasSize(1);
        assertThat(world.logRecords()).containsOnlyKeys(milk);
    }

    @Test
    void changesNothingWhileTheOwnerIsAway() {
        world.happens(titled(world.store, UUID.randomUUID(), milk, "Milk", 1));
        world.owner.goAway();

        assertThatThrownBy(world::reconcile).hasMessageContaining("away");

        assertThat(world.storeRow().getLong("head")).isEqualTo(1);
        assertThat(world.begun).isEmpty();
    }
}
