package dev.xeocontext.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.sync.log.TestDatabase;
import dev.xeocontext.sync.reconcile.Agenda.Claimed;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When stores are compared, and by whom. */
class AgendaTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final TestDatabase DATABASE = TestDatabase.open();

    private final QuickReconcile config = new QuickReconcile();
    private final Agenda agenda = new Agenda(DATABASE.sql(), config);
    private final FakeRecords owner = new FakeRecords();
    private final Sweeps sweeps = new Sweeps(
            DATABASE.sql(),
            agenda,
            DATABASE.stores(),
            new RecordOwners(List.of(owner)),
            new Staging(DATABASE.sql(), DATABASE.json()),
            config);
    private final UUID store = UUID.randomUUID();

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    /** What other tests left to do is not done here. */
    @BeforeEach
    void clear() {
        await(DATABASE.pool()
                .query("update stores set reconcile_at = 'infinity'")
                .execute());
        await(DATABASE.pool().query("update sweeps set due_at = 'infinity'").execute());
    }

    @Test
    void givesAStoreThatIsDueToOneReplica() {
        create();
        await(agenda.due(Set.of(store)));

        assertThat(claimed()).isPresent();
        assertThat(claimed()).isEmpty();
    }

    @Test
    void leavesStoresAloneUntilTheyAreDue() {
        create();
        await(agenda.due(Set.of(store)));
        await(agenda.postpone(claimed().orElseThrow(), Duration.ofHours(1)));

        assertThat(claimed()).isEmpty();
    }

    @Test
    void comparesAgainWhenItIsAskedToMeanwhile() {
        create();
        await(agenda.due(Set.of(store)));
        Claimed first = claimed().orElseThrow();
        await(agenda.due(Set.of(store)));

        await(agenda.postpone(first, Duration.ofHours(1)));

        assertThat(claimed()).isPresent();
    }

    @Test
    void givesAStoreToAnotherReplicaWhenTheLeaseIsOver() {
        create();
        await(agenda.due(Set.of(store)));
        assertThat(claimed()).isPresent();

        await(DATABASE.pool()
                .preparedQuery(
                        "update stores set reconcile_at = reconcile_at - interval '16 minutes' where store_id = $1")
                .execute(Tuple.of(store)));

        assertThat(claimed()).isPresent();
    }

    @Test
    void believesDevicesOnceAMinute() {
        create();

        assertThat(await(agenda.doubted(store))).isTrue();
        assertThat(await(agenda.doubted(store))).isFalse();
        assertThat(claimed())
                .hasValueSatisfying(claimed -> assertThat(claimed.diverged()).isTrue());
    }

    @Test
    void knowsWhichStoresItDoesNotKnow() {
        assertThat(await(agenda.due(Set.of(store)))).isFalse();
        create();
        assertThat(await(agenda.due(Set.of(store)))).isTrue();
    }

    @Test
    void findsStoresThatOnlyTheirOwnerKnows() {
        owner.store(store);
        await(sweeps.discoveryDue());

        await(sweeps.run());

        assertThat(claimed()).isPresent();
    }

    @Test
    void comparesAllStoresWhenAnythingMayBeMissing() {
        create();
        await(sweeps.everythingDue());

        await(sweeps.run());

        assertThat(claimed()).isPresent();
    }

    @Test
    void sweepsWhenItIsDueOnly() {
        owner.store(store);

        await(sweeps.run());

        assertThat(claimed()).isEmpty();
    }

    private void create() {
        await(DATABASE.stores().create(List.of(store)));
    }

    /** Takes all that is due. */
    private Optional<Claimed> claimed() {
        Optional<Claimed> found = Optional.empty();
        List<Claimed> some = await(agenda.claim());
        while (!some.isEmpty()) {
            found = found.or(List.copyOf(some).stream()
                    .filter(claimed -> claimed.storeId().equals(store))::findFirst);
            some = await(agenda.claim());
        }
        return found;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
