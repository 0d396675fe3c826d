package dev.xeocontext.kit.purge;

import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Collections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Purges what was deleted long ago, batch after batch. It tells nobody: whoever keeps copies has the same retention. Any
 * number of replicas may do so at a time.
 */
@Singleton
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
final class Purge {

    private static final Logger LOG = Logger.getLogger(Purge.class);

    private final Collections collections;
    private final PurgeRepository repository;
    private final Retention retention;
    private final RecordsConfig config;
    private final MeterRegistry metrics;
    private final Counter failures;

    Purge(
            Collections collections,
            PurgeRepository repository,
            Retention retention,
            RecordsConfig config,
            MeterRegistry metrics) {
        this.collections = collections;
        this.repository = repository;
        this.retention = retention;
        this.config = config;
        this.metrics = metrics;
        this.failures = metrics.counter("xeo.records.purge.failures");
    }

    @Scheduled(every = "${xeo.records.purge-every:1h}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return Multi.createFrom()
                .iterable(collections.byName().values())
                .onItem()
                .transformToUniAndConcatenate(this::purge)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** All that is due in a collection. A failure leaves the rest of it for the next time. */
    private Uni<Integer> purge(CollectionType type) {
        Counter purged = metrics.counter("xeo.records.purged", "collection", type.name());
        long boundary = retention.boundary();
        Instant settled = retention.settled();
        return Uni.createFrom()
                .deferred(() -> repository.purge(type, boundary, settled, config.purgeBatch()))
                .invoke(count -> purged.increment(count))
                .repeat()
                .whilst(count -> count == config.purgeBatch())
                .collect()
                .last()
                .onFailure()
                .invoke(failure -> fail(type, failure))
                .onFailure()
                .recoverWithNull();
    }

    private void fail(CollectionType type, Throwable failure) {
        failures.increment();
        LOG.warnf("%s not purged: %s", type.name(), failure);
    }
}
