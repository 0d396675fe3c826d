package dev.xeocontext.sync.presence;

import dev.xeocontext.sync.background.Rounds;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Says again which devices are connected here, so that it goes on holding, and so that it is known again when Redis was away or
 * emptied. What is late is not heard: a device that leaves meanwhile stays away.
 */
@Singleton
class Heartbeat {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private final Presences presences;
    private final PresenceRecords records;

    Heartbeat(Presences presences, PresenceRecords records) {
        this.presences = presences;
        this.records = records;
    }

    @Scheduled(every = "${xeo.sync.presence.heartbeat:15s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> beat() {
        return Rounds.over(presences::stays, records::change, LOG, "It is not said who is connected here");
    }
}
