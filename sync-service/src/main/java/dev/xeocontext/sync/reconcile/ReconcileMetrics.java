package dev.xeocontext.sync.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** What an operator wants to know of anti-entropy: all but the first should stand still. */
@Singleton
class ReconcileMetrics {

    private static final String DIFFERENCES = "xeo.sync.reconcile.differences";
    private static final String EPOCHS = "xeo.sync.reconcile.epochs";

    private final Counter stores;
    private final Counter failures;
    private final Counter behind;
    private final Counter ahead;
    private final Counter repaired;
    private final Counter replacements;
    private final Counter divergences;

    ReconcileMetrics(MeterRegistry meters) {
        this.stores = meters.counter("xeo.sync.reconcile.stores");
        this.failures = meters.counter("xeo.sync.reconcile.failures");
        this.behind = meters.counter(DIFFERENCES, "log", "behind");
        this.ahead = meters.counter(DIFFERENCES, "log", "ahead");
        this.repaired = meters.counter("xeo.sync.reconcile.repaired");
        this.replacements = meters.counter(EPOCHS, "reason", "owner");
        this.divergences = meters.counter(EPOCHS, "reason", "log");
    }

    void compared() {
        stores.increment();
    }

    void failed() {
        failures.increment();
    }

    void found(int logBehind, int logAhead) {
        behind.increment(logBehind);
        ahead.increment(logAhead);
    }

    void repaired(int records) {
        repaired.increment(records);
    }

    /** An owner was put back. */
    void epochReplaced() {
        replacements.increment();
    }

    /** The log was put back. */
    void epochDiverged() {
        divergences.increment();
    }
}
