package dev.xeocontext.kit.op;

import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * Forgets the ids of ops that no device will send again. Goes through the table once a day, a few blocks in each transaction:
 * nobody waits for it, and the inserts need no index by age. Any number of replicas may do so at a time.
 */
@Singleton
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
final class JournalKeeping {

    private static final Logger LOG = Logger.getLogger(JournalKeeping.class);

    private final Pool pool;
    private final OpJournal journal;
    private final OpConfig config;
    private final InstantSource time;
    private final Deadline deadline;

    JournalKeeping(Pool pool, OpJournal journal, OpConfig config, InstantSource time, Deadlines deadlines) {
        this.pool = pool;
        this.journal = journal;
        this.config = config;
        this.time = time;
        this.deadline = deadlines.of("forgetting", config.commitTimeout());
    }

    /** A failure leaves the rest to the next time. */
    @Scheduled(every = "24h", delayed = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        OffsetDateTime moment = OffsetDateTime.ofInstant(time.instant().minus(config.rememberFor()), ZoneOffset.UTC);
        return deadline.on(journal.blocks(pool))
                .chain(blocks -> forgetBefore(moment, blocks))
                .onFailure()
                .invoke(failure -> LOG.warnf("ops not forgotten: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> forgetBefore(OffsetDateTime moment, long blocks) {
        int step = config.forgetBlocks();
        return Multi.createFrom()
                .range(0, Math.toIntExact(Math.ceilDiv(blocks, (long) step)))
                .onItem()
                .transformToUniAndConcatenate(number ->
                        deadline.on(journal.forgetBefore(pool, moment, (long) number * step, (number + 1L) * step)))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
