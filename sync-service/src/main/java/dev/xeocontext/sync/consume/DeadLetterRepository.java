package dev.xeocontext.sync.consume;

import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.sql.TimelySql;
import dev.xeocontext.sync.text.Label;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Keeps them in the database, which works with every broker, and calls for attention. What the log lacks without them is
 * taken over from the owners.
 */
@Singleton
class DeadLetterRepository implements DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetterRepository.class);

    /** Most characters of a reason, which may quote the message, and with it what no column can hold. */
    private static final int REASON = 500;

    private static final String INSERT = "insert into dead_letters (id, queue, reason, body) values ($1, $2, $3, $4)";

    private final TimelySql sql;
    private final Ids ids;
    private final DeadLetterComparison comparison;
    private final Counter counter;

    DeadLetterRepository(TimelySql sql, Ids ids, DeadLetterComparison comparison, MeterRegistry meters) {
        this.sql = sql;
        this.ids = ids;
        this.comparison = comparison;
        this.counter = meters.counter("xeo.sync.dead.letters");
    }

    @Override
    public Uni<Void> keep(String queue, String reason, byte[] body) {
        String said = Objects.requireNonNullElse(Label.of(reason, REASON), "");
        return comparison.of(body).chain(() -> insert(queue, said, body)).invoke(() -> {
            counter.increment();
            LOG.errorf("A message of %s is no event: %s", queue, said);
        });
    }

    private Uni<Void> insert(String queue, String reason, byte[] body) {
        return sql.execute(INSERT, Tuple.of(ids.next(), queue, reason, Buffer.buffer(body)))
                .replaceWithVoid();
    }
}
