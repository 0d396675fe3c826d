package dev.xeocontext.sync.peers;

import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.log.LogReader;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Set;
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
        Set<UUID> stores = feeds.stores();
        if (stores.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return log.heads(stores)
                .invoke(heads -> heads.forEach(feeds::wake))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Heads were not compared: %s", failure))
                .onFailure()
                .recoverWithNull();
    }
}
