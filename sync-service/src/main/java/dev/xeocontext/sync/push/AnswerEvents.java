package dev.xeocontext.sync.push;

import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.sync.log.CommitLanes;
import dev.xeocontext.sync.log.EventReader;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Puts the events that owners answer with into the log at once. Best effort: the broker brings the same events. */
@Singleton
class AnswerEvents {

    private static final Logger LOG = Logger.getLogger(AnswerEvents.class);

    private final EventReader reader;
    private final CommitLanes lanes;

    AnswerEvents(EventReader reader, CommitLanes lanes) {
        this.reader = reader;
        this.lanes = lanes;
    }

    void append(List<CloudEvent<RecordChanged>> events) {
        if (events.isEmpty()) {
            return;
        }
        try {
            lanes.append(events.stream().map(reader::read).toList())
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("Left to the broker: %s", failure));
        } catch (IllegalArgumentException e) {
            LOG.warnf("An owner answered with an event that is none: %s", e.getMessage());
        }
    }
}
