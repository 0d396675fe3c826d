package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.event.Partition;
import dev.xeocontext.kit.time.Deadlines;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * The way into the log. The 271 partitions of stores share a few lanes, so that a store always goes the same way and
 * stores beside it share its transactions.
 */
@Singleton
public class CommitLanes {

    private final List<CommitLane> lanes;
    private final OnTheirWay onTheirWay;

    CommitLanes(
            EventLog log,
            @All List<CommitListener> listeners,
            LogConfig config,
            Deadlines deadlines,
            MeterRegistry meters,
            Vertx vertx) {
        CommitListener all = appended -> listeners.forEach(listener -> listener.committed(appended));
        CommitLane.Bounds bounds = new CommitLane.Bounds(
                config.groupEvents(), config.groupBytes(), config.waitingEvents(), config.waitingBytes());
        this.onTheirWay = new OnTheirWay(config.rememberedEvents());
        EventLog metered =
                new MeteredEventLog(new TimelyEventLog(log, deadlines.of("commit", config.answerTimeout())), meters);
        this.lanes = IntStream.range(0, config.lanes())
                .mapToObj(lane -> new CommitLane(metered, all, SqlStates::isRefusal, bounds, eventLoop(vertx)))
                .toList();
        meters.gauge("xeo.sync.append.waiting", lanes, CommitLanes::waiting);
    }

    private static int waiting(List<CommitLane> lanes) {
        return lanes.stream().mapToInt(CommitLane::waiting).sum();
    }

    private static Executor eventLoop(Vertx vertx) {
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        return task -> context.runOnContext(ignored -> task.run());
    }

    /**
     * Appends the events, of any stores; the answer comes when all of them are committed. Every event comes twice, with the
     * answer of its owner and from the broker: the second one waits for the first, or is known to be there already.
     */
    public Uni<Void> append(List<NewEvent> events) {
        return onTheirWay.once(events, event -> EventKey.of(event.change()), this::appendNew);
    }

    /** The same with events that nobody has read: only those that turn out to be new will be. */
    public Uni<Void> appendUnread(List<UnreadEvent> events) {
        return onTheirWay.once(
                events,
                UnreadEvent::key,
                some -> appendNew(some.stream().map(UnreadEvent::read).toList()));
    }

    /**
     * The same, for events that this replica may have appended before: to a log that was put back since, or that has begun a
     * new epoch.
     */
    public Uni<Void> appendAgain(List<NewEvent> events) {
        return Uni.createFrom().deferred(() -> appendNew(events));
    }

    private Uni<Void> appendNew(List<NewEvent> events) {
        Map<CommitLane, List<NewEvent>> byLane = new LinkedHashMap<>();
        for (NewEvent event : events) {
            byLane.computeIfAbsent(lane(event.change().storeId()), lane -> new ArrayList<>())
                    .add(event);
        }
        List<Uni<Void>> appends = byLane.entrySet().stream()
                .map(entry -> entry.getKey().append(entry.getValue()))
                .toList();
        return Together.of(appends);
    }

    private CommitLane lane(UUID storeId) {
        return lanes.get(Partition.of(storeId.toString()) % lanes.size());
    }
}
