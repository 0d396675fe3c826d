package dev.xeocontext.sync.reconcile;

import dev.xeocontext.sync.log.HistoryDoubts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Looks into doubts at once: the store is compared with its owners and begins a new epoch. */
@Singleton
class ReconcileDoubts implements HistoryDoubts {

    private static final Logger LOG = Logger.getLogger(ReconcileDoubts.class);

    private final Agenda agenda;
    /** Asked for when it is needed: it appends to the log, and those that the log tells of it may doubt. */
    private final Provider<Reconciler> reconciler;

    private final Counter doubts;

    ReconcileDoubts(Agenda agenda, Provider<Reconciler> reconciler, MeterRegistry meters) {
        this.agenda = agenda;
        this.reconciler = reconciler;
        this.doubts = meters.counter("xeo.sync.log.doubts");
    }

    @Override
    public void suspect(UUID storeId) {
        doubts.increment();
        agenda.doubted(storeId)
                .subscribe()
                .with(
                        believed -> {
                            if (believed) {
                                LOG.warnf("A device knows another history of store %s", storeId);
                                reconciler.get().wake();
                            }
                        },
                        failure -> LOG.warnf("A doubt about store %s was not noted: %s", storeId, failure));
    }
}
