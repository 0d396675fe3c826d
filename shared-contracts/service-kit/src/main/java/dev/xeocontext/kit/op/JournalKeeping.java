package dev.xeocontext.kit.op;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Forgets the ids of ops that no device will send again. */
@Singleton
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
final class JournalKeeping {

    private final Pool pool;
    private final OpJournal journal;
    private final OpConfig config;
    private final InstantSource time;

    JournalKeeping(Pool pool, OpJournal journal, OpConfig config, InstantSource time) {
        this.pool = pool;
        this.journal = journal;
        this.config = config;
        this.time = time;
    }

    @Scheduled(every = "1h", delayed = "10m")
    Uni<Void> forget() {
        OffsetDateTime moment = OffsetDateTime.ofInstant(time.instant().minus(config.rememberFor()), ZoneOffset.UTC);
        return journal.forgetBefore(pool, moment).replaceWithVoid();
    }
}
