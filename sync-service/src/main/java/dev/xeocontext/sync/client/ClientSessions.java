package dev.xeocontext.sync.client;

import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.socket.ConnectionJournal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written of the connections of this replica: of each the newest state, so that one which is over before it
 * was written costs one row. Bounded: what is too much is not written, and counted. Safe for use by several threads.
 */
@Singleton
class ClientSessions implements ConnectionJournal {

    private final Map<UUID, ClientSession> open = new ConcurrentHashMap<>();
    private final Map<UUID, ClientSession> unwritten = new ConcurrentHashMap<>();
    private final int most;
    private final InstantSource time;
    private final Counter dropped;

    ClientSessions(ClientConfig config, InstantSource time, MeterRegistry meters) {
        this.most = config.unwritten();
        this.time = time;
        this.dropped = meters.counter("xeo.sync.clients.dropped");
        meters.gauge("xeo.sync.clients.unwritten", unwritten, Map::size);
    }

    @Override
    public void opened(UUID connectionId, Caller caller, Device device) {
        ClientSession session = ClientSession.opened(connectionId, caller, device, time.instant());
        open.put(connectionId, session);
        note(session);
    }

    @Override
    public void closed(UUID connectionId, @Nullable CloseCode code) {
        open.computeIfPresent(connectionId, (id, session) -> {
            note(session.closed(time.instant(), code));
            return null;
        });
    }

    private void note(ClientSession session) {
        if (unwritten.size() < most || unwritten.containsKey(session.id())) {
            unwritten.put(session.id(), session);
        } else {
            dropped.increment();
        }
    }

    /** Takes out some of what is to be written, of each connection at most one state. */
    List<ClientSession> take(int atMost) {
        List<ClientSession> taken = new ArrayList<>();
        Iterator<ClientSession> sessions = unwritten.values().iterator();
        while (taken.size() < atMost && sessions.hasNext()) {
            ClientSession session = sessions.next();
            if (unwritten.remove(session.id(), session)) {
                taken.add(session);
            }
        }
        return taken;
    }

    /** They could not be written; what is newer stays. */
    void giveBack(List<ClientSession> sessions) {
        sessions.forEach(session -> unwritten.putIfAbsent(session.id(), session));
    }

    /** Others took this replica for dead, and closed what is open. What closes meanwhile is not noted as open after that. */
    void noteOpenAgain() {
        open.keySet()
                .forEach(connectionId -> open.computeIfPresent(connectionId, (id, session) -> {
                    note(session);
                    return session;
                }));
    }
}
