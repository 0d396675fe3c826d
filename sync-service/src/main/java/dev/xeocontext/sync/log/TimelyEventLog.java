package dev.xeocontext.sync.log;

import dev.xeocontext.kit.time.Deadline;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Appends that fail when nothing is heard of their commit for too long, so that the lane goes on. Whether they were
 * committed is not known then: who appends the events again adds what is missing, and the comparison of heads finds out
 * about the others.
 */
final class TimelyEventLog implements EventLog {

    private final EventLog log;
    private final Deadline deadline;

    TimelyEventLog(EventLog log, Deadline deadline) {
        this.log = log;
        this.deadline = deadline;
    }

    @Override
    public Uni<List<Appended>> append(List<NewEvent> events) {
        return deadline.on(log.append(events));
    }
}
