package dev.xeocontext.kit.outbox;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Has overdue messages relayed, one relay at a time. */
@Singleton
@IfBuildProperty(name = "xeo.events.enabled", stringValue = "true")
final class OutboxSchedule {

    private final OutboxRelay relay;

    OutboxSchedule(OutboxRelay relay) {
        this.relay = relay;
    }

    /** Not before the service has started: the channel to the broker is connected in the course of that. */
    @Scheduled(
            every = "${xeo.outbox.relay-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> relay() {
        return relay.relay();
    }
}
