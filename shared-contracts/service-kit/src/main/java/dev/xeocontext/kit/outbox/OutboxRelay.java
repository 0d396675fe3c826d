package dev.xeocontext.kit.outbox;

import dev.xeocontext.kit.outbox.Outbox.Claimed;
import dev.xeocontext.kit.time.Deadline;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sends again what the broker should have confirmed by now: messages of an instance that died, and of times when the
 * broker was away. Several relays share the rows without meeting: a message is claimed for a while, in a transaction that has
 * ended before it is sent.
 *
 * <p>A message that keeps failing may take its channel along, and all that is on it. So one that has failed twice is sent
 * when nothing else of the relay is on its way, and after a pause that doubles: it fails alone, and blocks nobody.
 */
final class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private static final int ATTEMPTS_IN_COMPANY = 2;
    private static final int LEASE_IN_TIMEOUTS = 3;

    private final Pool pool;
    private final Outbox outbox;
    private final EventSender sender;
    private final OutboxConfig config;
    private final Deadline answer;
    private final Deadline confirmation;
    private final OldestAge oldestAge;

    /**
     * Makes a relay.
     *
     * @param answer of the database
     * @param confirmation of the broker
     */
    OutboxRelay(
            Pool pool,
            Outbox outbox,
            EventSender sender,
            OutboxConfig config,
            Deadline answer,
            Deadline confirmation,
            OldestAge oldestAge) {
        this.pool = pool;
        this.outbox = outbox;
        this.sender = sender;
        this.config = config;
        this.answer = answer;
        this.confirmation = confirmation;
        this.oldestAge = oldestAge;
    }

    /** Sends what is overdue, round after round for as long as all of it arrives, and looks how old the rest is. Never fails. */
    Uni<Void> relay() {
        return Uni.createFrom()
                .deferred(this::round)
                .repeat()
                .whilst(Relayed::isSmooth)
                .collect()
                .last()
                .chain(last -> answer.on(outbox.oldestAge(pool)))
                .invoke(oldestAge::found)
                .onFailure()
                .invoke(this::noteFailure)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void noteFailure(Throwable failure) {
        oldestAge.unknown();
        LOG.debugf("outbox not relayed: %s", failure);
    }

    private Uni<Relayed> round() {
        return sender.isReady()
                ? answer.on(claim()).chain(this::send).call(this::settle)
                : Uni.createFrom().item(new Relayed());
    }

    private Uni<List<Claimed>> claim() {
        Duration lease = config.confirmTimeout().multipliedBy(LEASE_IN_TIMEOUTS);
        return outbox.claim(pool, config.resendAfter(), config.relayBatch(), config.relayBytes(), lease);
    }

    private Uni<Relayed> send(List<Claimed> claimed) {
        Relayed relayed = new Relayed();
        Map<Boolean, List<Claimed>> bySuspicion =
                claimed.stream().collect(Collectors.partitioningBy(one -> one.attempts() > ATTEMPTS_IN_COMPANY));
        return together(bySuspicion.getOrDefault(false, List.of()), relayed)
                .chain(() -> oneByOne(bySuspicion.getOrDefault(true, List.of()).iterator(), relayed))
                .replaceWith(relayed);
    }

    private Uni<Void> together(List<Claimed> claimed, Relayed relayed) {
        return claimed.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(claimed.stream().map(one -> send(one, relayed)).toList())
                        .andCollectFailures()
                        .replaceWithVoid();
    }

    /** The first that fails ends it; the others are not sent. */
    private Uni<Void> oneByOne(Iterator<Claimed> claimed, Relayed relayed) {
        if (!claimed.hasNext()) {
            return Uni.createFrom().voidItem();
        }
        return send(claimed.next(), relayed).chain(confirmed -> {
            if (!confirmed) {
                claimed.forEachRemaining(rest -> relayed.unsent(rest.message()));
            }
            return oneByOne(claimed, relayed);
        });
    }

    private Uni<Boolean> send(Claimed claimed, Relayed relayed) {
        OutboxMessage message = claimed.message();
        return confirmation
                .on(sender.send(message))
                .invoke(() -> relayed.confirmed(message))
                .replaceWith(true)
                .onFailure()
                .invoke(failure -> fail(claimed, failure, relayed))
                .onFailure()
                .recoverWithItem(false);
    }

    private static void fail(Claimed claimed, Throwable failure, Relayed relayed) {
        relayed.failed(claimed.message(), failure);
        if (claimed.attempts() > ATTEMPTS_IN_COMPANY && !(failure instanceof NotSent)) {
            LOG.warnf(
                    "message %s was sent %d times in vain: %s",
                    claimed.message().id(), claimed.attempts(), failure);
        }
    }

    private Uni<Void> settle(Relayed relayed) {
        return answer.on(outbox.remove(pool, relayed.confirmed()))
                .chain(() -> answer.on(
                        outbox.postpone(pool, relayed.failed(), config.resendAfter(), config.resendAtLatestAfter())))
                .chain(() -> answer.on(outbox.release(pool, relayed.unsent())));
    }
}
