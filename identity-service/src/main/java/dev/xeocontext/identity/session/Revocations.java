package dev.xeocontext.identity.session;

import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.kit.outbox.Happenings;
import dev.xeocontext.kit.outbox.Outbox;
import dev.xeocontext.kit.outbox.OutboxMessage;
import dev.xeocontext.kit.outbox.OutboxPublisher;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.kit.trace.TraceParent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends sessions before their time, in the transaction at hand, and lets everybody know once that is committed. */
@ApplicationScoped
@RegisterForReflection(targets = {CloudEvent.class, SessionRevoked.class})
class Revocations {

    private final SessionRepository sessions;
    private final Happenings happenings;
    private final Ids ids;

    Revocations(SessionRepository sessions, Outbox outbox, OutboxPublisher publisher, Ids ids) {
        this.sessions = sessions;
        this.happenings = new Happenings(outbox, publisher);
        this.ids = ids;
    }

    /** Revokes a locked session; the answer is what is to be told, nothing when it had been revoked before. */
    Uni<List<OutboxMessage>> revoke(Session session, Instant now) {
        @Nullable SessionRevoked revoked = session.revoke(now);
        if (revoked == null) {
            return Uni.createFrom().item(List.of());
        }
        CloudEvent<SessionRevoked> event =
                CloudEvent.sessionRevoked(ids.next(), now.toString(), TraceParent.current(), revoked);
        return sessions.getSession()
                .chain(transaction -> happenings.add(transaction, session.userId(), EventRoute.SESSION_REVOKED, event))
                .map(List::of);
    }

    /** To be called with what {@link #revoke} answered, once that is committed. */
    void tell(List<OutboxMessage> committed) {
        happenings.publish(committed);
    }
}
