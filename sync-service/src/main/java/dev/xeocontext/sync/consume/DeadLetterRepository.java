package dev.xeocontext.sync.consume;

import dev.xeocontext.kit.time.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Keeps them in the database, which works with every broker, and calls for attention. What the log lacks without them is
 * taken over from the owners.
 */
@Singleton
class DeadLetterRepository implements DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetterRepository.class);

    private static final String INSERT = "insert into dead_letters (id, queue, reason, body) values ($1, $2, $3, $4)";

    private final Pool pool;
    private final Ids ids;
    private final DeadLetterComparison comparison;
    private final Counter counter;

    DeadLetterRepository(Pool pool, Ids ids, DeadLetterComparison comparison, MeterRegistry meters) {
        this.pool = pool;
        this.ids = ids;
        this.comparison = comparison;
        this.counter = meters.counter("xeo.sync.dead.letters");
    }

    @Override
    public Uni<Void> keep(String queue, String reason, byte[] body) {
        return comparison.of(body).chain(() -> insert(queue, reason, body)).invoke(() -> {
            counter.increment();
            LOG.errorf("A message of %s is no event: %s", queue, reason);
        });
    }

    private Uni<Void> insert(String queue, String reason, byte[] body) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.of(ids.next(), queue, reason, Buffer.buffer(body)))
                .replaceWithVoid();
    }
}
