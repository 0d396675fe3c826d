package dev.xeocontext.sync.retention;

import dev.xeocontext.sync.sql.TimelySql;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Goes through the stores and takes out what is too old, a batch and a transaction at a time, until nothing is. Several
 * replicas at once are harmless: a store that another one is at is left to it. A store that fails is logged, and tried
 * again the next time.
 */
@Singleton
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final UUID FIRST = new UUID(0, 0);
    private static final int PAGE = 100;

    private final Pool pool;
    private final TimelySql sql;
    private final StoreRows stores;
    private final Compaction compaction;
    private final Purge purge;
    private final RetentionConfig config;
    private final InstantSource time;
    private final Counter compacted;
    private final Counter purged;
    private final Counter failures;

    Retention(
            Pool pool,
            TimelySql sql,
            StoreRows stores,
            Compaction compaction,
            Purge purge,
            RetentionConfig config,
            InstantSource time,
            MeterRegistry meters) {
        this.pool = pool;
        this.sql = sql;
        this.stores = stores;
        this.compaction = compaction;
        this.purge = purge;
        this.config = config;
        this.time = time;
        this.compacted = meters.counter("xeo.sync.retention.compacted");
        this.purged = meters.counter("xeo.sync.retention.purged");
        this.failures = meters.counter("xeo.sync.retention.failures");
    }

    @Scheduled(
            every = "${xeo.sync.retention.every:10m}",
            delayed = "${xeo.sync.retention.every:10m}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::pass)
                .whilst(taken -> taken > 0)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("Nothing was looked for that is too old: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Takes a batch out of every store where something is due; answers how much that was. */
    private Uni<Integer> pass() {
        Instant now = time.instant();
        UUID[] after = {FIRST};
        return Multi.createBy()
                .repeating()
                .uni(() -> page(after[0], now))
                .whilst(page -> page.size() == PAGE)
                .onItem()
                .invoke(page -> after[0] = page.isEmpty() ? after[0] : page.getLast())
                .onItem()
                .transformToUniAndConcatenate(page -> all(page, now))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<List<UUID>> page(UUID after, Instant now) {
        return sql.batch(stores.due(
                pool, after, config.newestEvents(), now.minus(config.events()), now.minus(config.tombstones()), PAGE));
    }

    private Uni<Integer> all(List<UUID> page, Instant now) {
        return Multi.createFrom()
                .iterable(page)
                .onItem()
                .transformToUniAndConcatenate(storeId -> one(storeId, now))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Integer> one(UUID storeId, Instant now) {
        Uni<Integer> events = sql.transaction(
                        transaction -> compaction.compact(transaction, storeId, now.minus(config.events())))
                .invoke(taken -> compacted.increment(taken));
        Uni<Integer> tombstones = sql.transaction(
                        transaction -> purge.purge(transaction, storeId, now.minus(config.tombstones())))
                .invoke(taken -> purged.increment(taken));
        return events.chain(first -> tombstones.map(second -> first + second))
                .onFailure()
                .invoke(failure -> {
                    failures.increment();
                    LOG.errorf(failure, "Store %s keeps what is too old", storeId);
                })
                .onFailure()
                .recoverWithItem(0);
    }
}
