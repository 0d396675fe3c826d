package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What of the history must be kept, and what should be. */
@Singleton
class Chronicle {

    private static final Logger LOG = Logger.getLogger(Chronicle.class);

    private final History history;
    private final Deadline deadline;
    private final MeterRegistry meters;

    Chronicle(History history, HandoffConfig config, Deadlines deadlines, MeterRegistry meters) {
        this.history = history;
        this.deadline = deadlines.of("handoff-history", config.answerTimeout());
        this.meters = meters;
    }

    /** A state that is kept nowhere else: fails with {@link ProblemCode#UNAVAILABLE} when it could not be kept. */
    Uni<Void> must(UUID storeId, Past late) {
        return keep(storeId, late)
                .onFailure()
                .transform(
                        failure -> new ProblemException(ProblemCode.UNAVAILABLE, "The late state could not be kept"));
    }

    /** Something that has happened, and stays so when it could not be kept. */
    Uni<Void> should(UUID storeId, Past past) {
        return keep(storeId, past).onFailure().recoverWithNull();
    }

    private Uni<Void> keep(UUID storeId, Past past) {
        String how = past.how().name().toLowerCase(Locale.ROOT);
        return deadline.on(history.keep(storeId, past))
                .invoke(() ->
                        meters.counter("xeo.sync.handoff.history", "how", how).increment())
                .onFailure()
                .invoke(failure -> {
                    meters.counter("xeo.sync.handoff.history.lost", "how", how).increment();
                    LOG.warnf("What an activity was is not kept: %s", failure);
                });
    }
}
