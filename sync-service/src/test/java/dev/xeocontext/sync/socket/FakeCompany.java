package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import dev.xeocontext.kit.access.Caller;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/** Nobody else is there, until somebody is said to be; answers publishes and claims when it is told to. */
final class FakeCompany implements Company {

    final List<Connection> joined = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final Queue<UniEmitter<? super Long>> publishes = new ArrayDeque<>();
    final Queue<UniEmitter<? super Optional<Granted>>> claims = new ArrayDeque<>();
    Sight sight = new Sight(0, List.of(), List.of());
    long mark;
    boolean refusesPresence;

    @Override
    public long mark(UUID storeId) {
        return mark;
    }

    @Override
    public Uni<Sight> look(Caller caller) {
        return Uni.createFrom().item(() -> {
            asked.add("look");
            return sight;
        });
    }

    @Override
    public void joined(Connection connection, Session session, Device device) {
        joined.add(connection);
    }

    @Override
    public void left(Connection connection, Session session) {
        joined.remove(connection);
    }

    @Override
    public Uni<Void> presence(Caller caller, ClientMessage.Presence message) {
        asked.add("presence " + message.state());
        return refusesPresence
                ? Uni.createFrom().failure(new ProblemException(ProblemCode.TOO_LARGE, null))
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Long> publish(Caller caller, ClientMessage.Publish message) {
        asked.add("publish " + message.ref());
        return Uni.createFrom().<Long>emitter(publishes::add);
    }

    @Override
    public Uni<Optional<Granted>> claim(Caller caller, ClientMessage.Claim message) {
        asked.add("claim " + message.ref());
        return Uni.createFrom().<Optional<Granted>>emitter(claims::add);
    }

    @Override
    public Uni<Long> release(Caller caller, ClientMessage.Release message) {
        return Uni.createFrom().item(3L);
    }

    @Override
    public Uni<Void> end(Caller caller, ClientMessage.End message) {
        return Uni.createFrom().voidItem();
    }
}
