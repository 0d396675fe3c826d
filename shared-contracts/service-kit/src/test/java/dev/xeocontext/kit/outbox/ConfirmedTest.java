package dev.xeocontext.kit.outbox;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.KitDatabase;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.kit.time.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfirmedTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final KitDatabase database = KitDatabase.start();
    private final Outbox outbox =
            new Outbox("kit", new ObjectMapper(), new Ids(InstantSource.system(), new Random(1)), 1_000_000);
    private final Queue<Runnable> timers = new ConcurrentLinkedQueue<>();
    private final Deadline deadline = new Deadlines(
                    (time, task) -> {
                        timers.add(task);
                        return () -> timers.remove(task);
                    },
                    new SimpleMeterRegistry())
            .of("outbox", DEADLINE);
    private final Confirmed confirmed = new Confirmed(database.pool(), outbox, deadline);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void goesOnAfterARemovalThatIsNeverAnswered() {
        List<OutboxMessage> messages = Messages.some(2);
        outbox.add(database.pool(), messages).await().atMost(DEADLINE);
        OutboxMessage held = messages.getFirst();
        SqlConnection holder = database.pool().getConnectionAndAwait();
        holder.query("begin").executeAndAwait();
        holder.query("select from outbox where id = '%s' for update".formatted(held.id()))
                .executeAndAwait();

        confirmed.add(held.id());
        await().atMost(DEADLINE).until(() -> !timers.isEmpty());
        timers.remove().run();
        confirmed.add(messages.getLast().id());

        await().atMost(DEADLINE).until(() -> database.number("select count(*) as n from outbox") == 1);
        holder.query("rollback").executeAndAwait();
        await().atMost(DEADLINE).until(() -> database.number("select count(*) as n from outbox") == 0);
        holder.closeAndAwait();
    }
}
