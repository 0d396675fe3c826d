package dev.xeocontext.sync.peers;

import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.StoreHead;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Compares what this replica knows of its stores with the database: what no wake-up told is found out here. */
@Singleton
class HeadComparison {

    private static final Logger LOG = Logger.getLogger(HeadComparison.class);

    private final Feeds feeds;
    private final LogReader log;

    HeadComparison(Feeds feeds, LogReader log) {
        this.feeds = feeds;
        this.log = log;
    }

    @Scheduled(every = "${xeo.sync.peers.compare-heads:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> compare() {
        Map<UUID, Optional<StoreHead>> seen = feeds.seen();
        if (seen.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return log.heads(seen.keySet())
                .invoke(heads -> heads.forEach(
                        (storeId, head) -> feeds.compare(storeId, seen.getOrDefault(storeId, Optional.empty()), head)))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Heads were not compared: %s", failure))
                .onFailure()
                .recoverWithNull();
    }
}
