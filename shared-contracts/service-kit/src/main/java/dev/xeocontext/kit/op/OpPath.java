package dev.xeocontext.kit.op;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.kit.outbox.Outbox;
import dev.xeocontext.kit.outbox.OutboxPublisher;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Collections;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.kit.time.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Puts the op path together, in services that own collections ({@code xeo.records.enabled}). */
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
final class OpPath {

    /** The clock of this instance, with a node id of its own. */
    @Produces
    @Singleton
    HybridClock clock(InstantSource time, RandomGenerator random) {
        return new HybridClock(time, random.nextLong());
    }

    @Produces
    @Singleton
    StateColumns columns(ObjectMapper json) {
        return new StateColumns(json);
    }

    @Produces
    @Singleton
    OpJournal journal() {
        return new OpJournal();
    }

    @Produces
    @Singleton
    Folding folding(HybridClock clock, OpConfig config, Collections collections, Ids ids) {
        return new Folding(
                clock,
                config.maxRecordWeight(),
                (change, traceparent, now) ->
                        CloudEvent.changed(ids.next(), collections.service(), now.toString(), traceparent, change));
    }

    @Produces
    @Singleton
    OpApplication application(
            Pool pool,
            OpJournal journal,
            Folding folding,
            Outbox outbox,
            OutboxPublisher publisher,
            Collections collections,
            StateColumns columns,
            InstantSource time,
            OpConfig config,
            Deadlines deadlines,
            Vertx vertx,
            MeterRegistry metrics) {
        Map<CollectionType, RecordTable> tables = collections.byName().values().stream()
                .collect(Collectors.toUnmodifiableMap(type -> type, type -> new RecordTable(type.table(), columns)));
        OpApplication application = new OpApplication(
                new OpTransaction(pool, journal, tables, folding, outbox, time),
                publisher,
                config,
                deadlines.of("ops", config.commitTimeout()),
                time,
                () -> eventLoop(vertx));
        metrics.gauge("xeo.ops.waiting", application, OpApplication::waiting);
        return application;
    }

    @Produces
    @Singleton
    OpIntake intake(Collections collections, OpApplication application, InstantSource time, OpConfig config) {
        return new OpIntake(collections, application, time, config);
    }

    private static Executor eventLoop(Vertx vertx) {
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        return task -> context.runOnContext(ignored -> task.run());
    }
}
