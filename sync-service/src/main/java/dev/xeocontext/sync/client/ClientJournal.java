package dev.xeocontext.sync.client;

import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.background.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Writes who is connected, says that this replica is there, and ends what replicas left open that are not. Nothing is
 * written before this replica is known to the others: otherwise nobody would end it after a crash.
 */
@Singleton
class ClientJournal {

    private static final Logger LOG = Logger.getLogger(ClientJournal.class);
    private static final int BATCH = 500;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ClientSessions sessions;
    private final ClientSessionRepository repository;
    private final ClientConfig config;
    private final InstantSource time;
    private final UUID replica;
    private volatile boolean known;

    ClientJournal(
            ClientSessions sessions,
            ClientSessionRepository repository,
            ClientConfig config,
            InstantSource time,
            Ids ids) {
        this.sessions = sessions;
        this.repository = repository;
        this.config = config;
        this.time = time;
        this.replica = ids.next();
    }

    @Scheduled(every = "${xeo.sync.clients.flush:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> flush() {
        return known
                ? Rounds.orElseLog(writeAll(), LOG, "Connections are not written")
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> writeAll() {
        return Rounds.whileFull(this::writeSome, BATCH);
    }

    private Uni<Integer> writeSome() {
        List<ClientSession> batch = sessions.take(BATCH);
        return batch.isEmpty()
                ? Uni.createFrom().item(0)
                : repository
                        .write(replica, batch)
                        .onFailure()
                        .invoke(() -> sessions.giveBack(batch))
                        .replaceWith(batch.size());
    }

    @Scheduled(every = "${xeo.sync.clients.heartbeat:15s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> heartbeat() {
        double timeout = config.replicaTimeout().toMillis() / 1_000.0;
        Uni<Void> beat = repository
                .signOfLife(replica)
                .invoke(this::heard)
                .chain(() -> repository.closeThoseOfTheDead(timeout))
                .replaceWithVoid();
        return Rounds.orElseLog(beat, LOG, "Other replicas are not told that this one is there");
    }

    private void heard(boolean unknown) {
        if (unknown && known) {
            sessions.noteOpenAgain();
        }
        known = true;
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        Uni<Void> forgetting =
                Rounds.whileFull(() -> repository.forget(time.instant().minus(config.retention()), BATCH), BATCH);
        return Rounds.orElseLog(forgetting, LOG, "Old connections are kept");
    }

    /** The sockets are closed by now. Blocks, because the database goes when this returns. */
    void stop(@Observes ShutdownEvent stopping) {
        try {
            flush().subscribeAsCompletionStage().get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("The last connections are left to be ended by another replica", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
