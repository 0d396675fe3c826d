package dev.xeocontext.sync.reconcile;

import dev.xeocontext.sync.reconcile.Difference.Ahead;
import dev.xeocontext.sync.reconcile.Difference.Behind;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Brings the log of a store into agreement with the owners of its records: what they have is taken over; when the log has
 * something that its owner lacks, the owner was put back to an older state, and a new epoch begins. Safe at any time, for
 * several replicas at once too; whatever else is written meanwhile is at most written twice, which merging doesn't mind.
 */
@Singleton
class Reconciliation {

    private static final Logger LOG = Logger.getLogger(Reconciliation.class);

    /** A store that is written to all the time may differ every time it is looked at. */
    private static final int PASSES = 4;

    /** What was found in one pass over all collections. */
    private record Pass(int takenOver, boolean ahead) {

        static final Pass EQUAL = new Pass(0, false);

        Pass plus(Pass other) {
            return new Pass(takenOver + other.takenOver, ahead || other.ahead);
        }
    }

    private final RecordOwners owners;
    private final Comparison comparison;
    private final TakeOver takeOver;
    private final Epochs epochs;
    private final ReconcileMetrics metrics;
    private final ReconcileConfig config;

    Reconciliation(
            RecordOwners owners,
            Comparison comparison,
            TakeOver takeOver,
            Epochs epochs,
            ReconcileMetrics metrics,
            ReconcileConfig config) {
        this.owners = owners;
        this.comparison = comparison;
        this.takeOver = takeOver;
        this.epochs = epochs;
        this.metrics = metrics;
        this.config = config;
    }

    /**
     * Compares and mends. Fails when an owner or the database is away; what was taken over by then stays.
     *
     * @param diverged whether devices know another log of the same epoch, so that a new one has to begin in any case
     * @return whether log and owners were found equal in the end
     */
    Uni<Boolean> reconcile(UUID storeId, boolean diverged) {
        return mend(storeId, PASSES)
                .chain(equal -> diverged
                        ? epochs.rename(storeId).invoke(this::renamed).replaceWith(equal)
                        : Uni.createFrom().item(equal));
    }

    private void renamed(boolean done) {
        if (done) {
            metrics.epochDiverged();
        }
    }

    private Uni<Boolean> mend(UUID storeId, int passes) {
        if (passes == 0) {
            return Uni.createFrom().item(false);
        }
        return pass(storeId).chain(found -> {
            if (found.equals(Pass.EQUAL)) {
                return Uni.createFrom().item(true);
            }
            LOG.infof(
                    "Store %s: %d records taken over%s",
                    storeId, found.takenOver(), found.ahead() ? "; its owner lacks some that the log has" : "");
            Uni<?> before = found.ahead()
                    ? replaceUnlessMistaken(storeId)
                    : Uni.createFrom().voidItem();
            return before.chain(() -> mend(storeId, passes - 1));
        });
    }

    private Uni<Void> replaceUnlessMistaken(UUID storeId) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.recheckPause())
                .chain(() -> pass(storeId))
                .chain(again -> again.ahead()
                        ? epochs.replace(storeId).invoke(this::replaced).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private void replaced(boolean done) {
        if (done) {
            metrics.epochReplaced();
        }
    }

    /** Compares once, and takes over what the owners have. */
    private Uni<Pass> pass(UUID storeId) {
        return owners.collections()
                .onItem()
                .transformToMultiAndConcatenate(owned -> comparison.compare(storeId, owned))
                .onItem()
                .transformToUniAndConcatenate(differences -> take(storeId, differences))
                .collect()
                .with(Collectors.reducing(Pass.EQUAL, Pass::plus));
    }

    private Uni<Pass> take(UUID storeId, List<Difference> differences) {
        List<Behind> behind = new ArrayList<>();
        List<Ahead> ahead = new ArrayList<>();
        for (Difference difference : differences) {
            switch (difference) {
                case Behind one -> behind.add(one);
                case Ahead one -> ahead.add(one);
            }
        }
        metrics.found(behind.size(), ahead.size());
        return takeOver.append(storeId, behind)
                .invoke(metrics::repaired)
                .map(appended -> new Pass(appended, !ahead.isEmpty()));
    }
}
