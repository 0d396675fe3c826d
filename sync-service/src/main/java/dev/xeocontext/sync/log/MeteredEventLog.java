package dev.xeocontext.sync.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Measures how long appends take, how many share a transaction, and how much of what comes is new. */
final class MeteredEventLog implements EventLog {

    private final EventLog log;
    private final Timer time;
    private final DistributionSummary group;
    private final Counter fresh;
    private final Counter failures;
    private final MeterRegistry meters;

    MeteredEventLog(EventLog log, MeterRegistry meters) {
        this.log = log;
        this.meters = meters;
        this.time = meters.timer("xeo.sync.append");
        this.group = meters.summary("xeo.sync.append.group");
        this.fresh = meters.counter("xeo.sync.append.events");
        this.failures = meters.counter("xeo.sync.append.failures");
    }

    @Override
    public Uni<List<Appended>> append(List<NewEvent> events) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = Timer.start(meters);
            group.record(events.size());
            return log.append(events)
                    .invoke(appended -> {
                        sample.stop(time);
                        appended.forEach(
                                store -> fresh.increment(store.entries().size()));
                    })
                    .onFailure()
                    .invoke(failure -> failures.increment());
        });
    }
}
