package dev.xeocontext.sync.reconcile;

import dev.xeocontext.sync.reconcile.Agenda.Claimed;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Works the agenda off, some stores at a time. What fails is logged, counted and tried again later. */
@Singleton
class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final double SPREAD = 0.1;

    private final Agenda agenda;
    private final Sweeps sweeps;
    private final Reconciliation reconciliation;
    private final ReconcileMetrics metrics;
    private final ReconcileConfig config;
    private final RandomGenerator random;

    /** How often somebody has asked for it since it was last idle. */
    private final AtomicInteger wanted = new AtomicInteger();

    Reconciler(
            Agenda agenda,
            Sweeps sweeps,
            Reconciliation reconciliation,
            ReconcileMetrics metrics,
            ReconcileConfig config,
            RandomGenerator random) {
        this.agenda = agenda;
        this.sweeps = sweeps;
        this.reconciliation = reconciliation;
        this.metrics = metrics;
        this.config = config;
        this.random = random;
    }

    /** Begins now with what is due; when it is at it already, it looks once more afterwards. */
    void wake() {
        run().subscribe().with(done -> {}, failure -> LOG.debugf("Left to the next look: %s", failure));
    }

    @Scheduled(every = "${xeo.sync.reconcile.look-every:10s}", delayed = "${xeo.sync.reconcile.look-every:10s}")
    Uni<Void> run() {
        boolean idle = config.stores() > 0 && wanted.getAndIncrement() == 0;
        return idle ? work() : Uni.createFrom().voidItem();
    }

    private Uni<Void> work() {
        int heard = wanted.get();
        return sweep().chain(this::compareAll)
                .onItemOrFailure()
                .transformToUni((done, failure) ->
                        wanted.compareAndSet(heard, 0) ? Uni.createFrom().voidItem() : work());
    }

    private Uni<Void> sweep() {
        return sweeps.run()
                .onFailure()
                .invoke(failure -> failed("The stores", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> compareAll() {
        return Multi.createBy()
                .repeating()
                .uni(agenda::claim)
                .until(List::isEmpty)
                .onItem()
                .transformToUniAndConcatenate(claimed -> Uni.join()
                        .all(claimed.stream().map(this::compare).toList())
                        .andCollectFailures())
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Nothing more is compared now: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> compare(Claimed claimed) {
        return reconciliation
                .reconcile(claimed.storeId(), claimed.diverged())
                .invoke(metrics::compared)
                .map(equal -> equal ? nextTime() : config.retryPause())
                .onFailure()
                .recoverWithItem(failure -> {
                    metrics.failed();
                    failed("Store " + claimed.storeId(), failure);
                    return config.retryPause();
                })
                .chain(pause -> agenda.postpone(claimed, pause));
    }

    private static void failed(String what, Throwable failure) {
        LOG.warnf("%s could not be compared with the owners: %s", what, failure);
    }

    private Duration nextTime() {
        double spread = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
        return Duration.ofMillis((long) (config.every().toMillis() * spread));
    }
}
