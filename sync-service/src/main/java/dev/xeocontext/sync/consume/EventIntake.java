package dev.xeocontext.sync.consume;

import dev.xeocontext.sync.log.EventsRefused;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What becomes of one message: into the log, or to the dead letters. While neither can be done because the database is
 * away, it is tried again here, and the broker waits: nothing goes back to it, where it would only come from again.
 *
 * @param <E> an event
 */
final class EventIntake<E> {

    private static final Logger LOG = Logger.getLogger(EventIntake.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Function<byte[], List<E>> messages;
    private final Function<List<E>, Uni<Void>> log;
    private final DeadLetters deadLetters;
    private final Duration retryPause;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    EventIntake(
            Function<byte[], List<E>> messages,
            Function<List<E>, Uni<Void>> log,
            DeadLetters deadLetters,
            Duration retryPause) {
        this.messages = messages;
        this.log = log;
        this.deadLetters = deadLetters;
        this.retryPause = retryPause;
    }

    /**
     * Done when the message needs no other delivery.
     *
     * @param wanted false once the message will be delivered again anyway; then it is given up
     */
    Uni<Void> take(String queue, byte[] body, BooleanSupplier wanted) {
        return Uni.createFrom()
                .item(() -> messages.apply(body))
                .chain(log::apply)
                .onFailure(EventsRefused::isRefusal)
                .recoverWithUni(failure -> deadLetters.keep(queue, String.valueOf(failure.getMessage()), body))
                .onFailure()
                .invoke(failure -> waits(queue, failure))
                .onFailure(failure -> wanted.getAsBoolean())
                .retry()
                .withBackOff(retryPause, LONGEST_PAUSE)
                .indefinitely()
                .invoke(() -> goesOn(queue));
    }

    /** In an outage every message waits, and tries again every few seconds: that is said once. */
    private void waits(String queue, Throwable failure) {
        if (waiting.add(queue)) {
            LOG.warnf("The messages of %s have to wait: %s", queue, failure);
        } else {
            LOG.debugf("A message of %s has to wait: %s", queue, failure);
        }
    }

    private void goesOn(String queue) {
        if (waiting.remove(queue)) {
            LOG.warnf("The messages of %s wait no longer", queue);
        }
    }
}
