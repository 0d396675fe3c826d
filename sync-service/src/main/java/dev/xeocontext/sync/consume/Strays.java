package dev.xeocontext.sync.consume;

import dev.xeocontext.sync.log.CommitLanes;
import dev.xeocontext.sync.log.UnreadEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Events that came a way which they should not come: the broker had given them up, or had no queue for them. The log
 * takes them, and their stores are compared with the owners, because others may have gone astray with them.
 */
@Singleton
class Strays {

    private static final Logger LOG = Logger.getLogger(Strays.class);

    private final CommitLanes lanes;
    private final DeadLetterComparison comparison;
    private final Counter counter;

    Strays(CommitLanes lanes, DeadLetterComparison comparison, MeterRegistry meters) {
        this.lanes = lanes;
        this.comparison = comparison;
        this.counter = meters.counter("xeo.sync.strays");
    }

    Uni<Void> take(List<UnreadEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<UUID> storeIds = events.stream().map(UnreadEvent::storeId).collect(Collectors.toSet());
        return lanes.appendUnread(events)
                .chain(() -> comparison.ofStores(storeIds))
                .invoke(() -> {
                    counter.increment(events.size());
                    LOG.warnf("%d events had gone astray, of the stores %s", events.size(), storeIds);
                });
    }
}
