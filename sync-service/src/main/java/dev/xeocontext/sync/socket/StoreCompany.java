package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.handoff.Activities;
import dev.xeocontext.sync.presence.Presences;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The company of sockets: those of this replica, and what Redis knows of the others. */
@Singleton
final class StoreCompany implements Company {

    private static final Logger LOG = Logger.getLogger(StoreCompany.class);

    private final Neighbours neighbours;
    private final Presences presences;
    private final Activities activities;

    StoreCompany(Neighbours neighbours, Presences presences, Activities activities) {
        this.neighbours = neighbours;
        this.presences = presences;
        this.activities = activities;
    }

    @Override
    public long mark(UUID storeId) {
        return neighbours.mark(storeId);
    }

    @Override
    public Uni<Sight> look(Caller caller) {
        long mark = neighbours.mark(caller.storeId());
        Uni<List<Activity>> what = activities.of(caller.storeId());
        Uni<List<OnlineDevice>> who = presences.online(caller.storeId(), caller.deviceId());
        return Uni.combine()
                .all()
                .unis(what, who)
                .with((seen, online) -> new Sight(mark, seen, online))
                .onFailure()
                .invoke(failure -> LOG.debugf("Nobody can be seen: %s", failure))
                .onFailure()
                .recoverWithItem(Sight.unknown(mark));
    }

    @Override
    public void joined(Connection connection, Session session, Device device) {
        neighbours.joined(connection, session);
        Caller caller = session.caller();
        presences.arrived(caller.storeId(), caller.deviceId(), session.arrival(), device.name(), device.platform());
    }

    @Override
    public void left(Connection connection, Session session) {
        neighbours.left(connection, session);
        presences.left(session.caller().storeId(), session.caller().deviceId(), session.arrival());
    }

    @Override
    public Uni<Void> presence(Caller caller, ClientMessage.Presence message) {
        return presences.tell(caller.storeId(), caller.deviceId(), message.state());
    }

    @Override
    public Uni<Long> publish(Caller caller, ClientMessage.Publish message) {
        ClientMessage.Draft draft = message.activity();
        return draft == null
                ? Uni.createFrom().failure(Failures.missing("/activity"))
                : activities.publish(caller.storeId(), caller.deviceId(), draft);
    }

    @Override
    public Uni<Optional<Granted>> claim(Caller caller, ClientMessage.Claim message) {
        return activities.claim(caller.storeId(), caller.deviceId(), message);
    }

    @Override
    public Uni<Long> release(Caller caller, ClientMessage.Release message) {
        return activities.release(caller.storeId(), caller.deviceId(), message);
    }

    @Override
    public Uni<Void> end(Caller caller, ClientMessage.End message) {
        return activities.end(caller.storeId(), message);
    }
}
