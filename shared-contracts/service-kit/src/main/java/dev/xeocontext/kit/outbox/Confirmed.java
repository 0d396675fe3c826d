package dev.xeocontext.kit.outbox;

import dev.xeocontext.kit.time.Deadline;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Messages that the broker has confirmed, on their way out of the table: removed together, a few milliseconds later. What
 * is lost in between is only sent once more. Safe for use by several threads.
 */
final class Confirmed {

    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final int MOST_AT_ONCE = 1_000;

    private final Pool pool;
    private final Outbox outbox;
    private final Deadline deadline;
    private final Queue<UUID> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** @param deadline of the database: whatever becomes of a removal, the next one follows */
    Confirmed(Pool pool, Outbox outbox, Deadline deadline) {
        this.pool = pool;
        this.outbox = outbox;
        this.deadline = deadline;
    }

    void add(UUID messageId) {
        waiting.add(messageId);
        if (scheduled.compareAndSet(false, true)) {
            removeSoon();
        }
    }

    private void removeSoon() {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(PAUSE)
                .chain(() -> deadline.on(outbox.remove(pool, some())))
                .subscribe()
                .with(removed -> goOn(), failed -> goOn());
    }

    private void goOn() {
        scheduled.set(false);
        if (!waiting.isEmpty() && scheduled.compareAndSet(false, true)) {
            removeSoon();
        }
    }

    private List<UUID> some() {
        List<UUID> ids = new ArrayList<>();
        UUID id = waiting.poll();
        while (id != null) {
            ids.add(id);
            id = ids.size() < MOST_AT_ONCE ? waiting.poll() : null;
        }
        return ids;
    }
}
