package dev.xeocontext.sync.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.HandTimer;
import dev.xeocontext.sync.notice.LocalDevices;
import dev.xeocontext.sync.notice.Notice;
import dev.xeocontext.sync.notice.NoticeWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A replica, as far as it knows who is connected. Its sockets are lists. */
final class Replica implements LocalDevices {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Set<UUID> stores = new HashSet<>();
    private final List<Notice> told = new CopyOnWriteArrayList<>();
    private final Presences presences;
    private final Heartbeat heartbeat;
    private final Lapses lapses;

    Replica(Redis redis, UUID... stores) {
        this.stores.addAll(List.of(stores));
        PresenceConfig config = new PatientPresence();
        ObjectMapper json = new ObjectMapper();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        PresenceRecords records = new PresenceRecords(redis, config, json, new Deadlines(new HandTimer(), meters));
        States states = new States(json, config);
        presences = new Presences(records, config, states, InstantSource.fixed(Instant.EPOCH), meters);
        heartbeat = new Heartbeat(presences, records);
        lapses = new Lapses(records, presences, this, states, config, new NoticeWriter(json), meters);
    }

    static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DEADLINE);
    }

    Presences presences() {
        return presences;
    }

    void beats() {
        await(heartbeat.beat());
    }

    /** What its sockets are told of that nobody said. */
    List<Notice> looks() {
        told.clear();
        await(lapses.look());
        return List.copyOf(told);
    }

    @Override
    public void tell(Notice notice) {
        told.add(notice);
    }

    @Override
    public Set<UUID> stores() {
        return Set.copyOf(stores);
    }
}
