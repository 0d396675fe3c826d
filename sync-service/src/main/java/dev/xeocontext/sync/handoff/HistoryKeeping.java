package dev.xeocontext.sync.handoff;

import dev.xeocontext.sync.background.Rounds;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Forgets what is history for long. */
@Singleton
class HistoryKeeping {

    private static final Logger LOG = Logger.getLogger(HistoryKeeping.class);
    private static final int BATCH = 500;

    private final HistoryRepository history;
    private final HandoffConfig config;
    private final InstantSource time;

    HistoryKeeping(HistoryRepository history, HandoffConfig config, InstantSource time) {
        this.history = history;
        this.config = config;
        this.time = time;
    }

    @Scheduled(every = "1h", delayed = "11m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        Uni<Void> forgetting =
                Rounds.whileFull(() -> history.forget(time.instant().minus(config.historyRetention()), BATCH), BATCH);
        return Rounds.orElseLog(forgetting, LOG, "Old states of activities are kept");
    }
}
