package dev.xeocontext.sync.log;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where events are appended. */
@FunctionalInterface
public interface EventLog {

    /**
     * Appends the events that are not in the log yet, in one transaction, in the order given for each store. Idempotent by
     * the id of the event.
     *
     * @return what was new, store by store; stores to which nothing was added are left out
     */
    Uni<List<Appended>> append(List<NewEvent> events);
}
