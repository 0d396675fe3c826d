package dev.xeocontext.sync.presence;

import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import dev.xeocontext.contracts.sync.ServerMessage.Presence;
import dev.xeocontext.sync.background.Rounds;
import dev.xeocontext.sync.notice.Audience;
import dev.xeocontext.sync.notice.LocalDevices;
import dev.xeocontext.sync.notice.NoticeWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells the devices that are connected here what nobody says of the others: that they are gone without a word, and that what
 * they told is over. Looks at the stores that have devices here, and at no others.
 */
@Singleton
class Lapses {

    private static final Logger LOG = Logger.getLogger(Lapses.class);
    private final PresenceRecords records;
    private final Presences presences;
    private final LocalDevices local;
    private final States states;
    private final NoticeWriter writer;
    private final Counter gone;
    private final Map<UUID, Told> told = new ConcurrentHashMap<>();
    private final Recovery recovery;

    Lapses(
            PresenceRecords records,
            Presences presences,
            LocalDevices local,
            States states,
            PresenceConfig config,
            NoticeWriter writer,
            MeterRegistry meters) {
        this.records = records;
        this.presences = presences;
        this.local = local;
        this.states = states;
        this.recovery = new Recovery(config);
        this.writer = writer;
        this.gone = meters.counter("xeo.sync.presence.lapsed");
    }

    @Scheduled(every = "${xeo.sync.presence.look:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        Set<UUID> stores = local.stores();
        told.keySet().retainAll(stores);
        if (stores.isEmpty()) {
            recovery.rest();
        }
        return Rounds.over(stores::stream, this::look, LOG, "Nobody knows who is connected");
    }

    private Uni<Void> look(List<UUID> stores) {
        return records.read(stores)
                .invoke(seen -> compare(stores, seen))
                .chain(seen ->
                        seen.outdated().isEmpty() ? Uni.createFrom().voidItem() : records.change(seen.outdated()));
    }

    private void compare(List<UUID> stores, Sightings seen) {
        if (!recovery.isUnderWay(seen.now())) {
            stores.forEach(storeId -> compare(storeId, seen));
        }
    }

    private void compare(UUID storeId, Sightings seen) {
        told.computeIfAbsent(storeId, id -> new Told())
                .look(seen.of(storeId), seen.now(), deviceId -> presences.isHere(storeId, deviceId))
                .forEach(news -> tell(storeId, news, seen.now()));
    }

    private void tell(UUID storeId, Told.News news, long now) {
        Sighting device = news.device();
        if (device == null) {
            gone.increment();
        }
        Presence presence =
                device == null ? gone(storeId, news.deviceId()) : there(storeId, news.deviceId(), device, now);
        local.tell(writer.write(storeId, new Audience.Others(news.deviceId()), presence));
    }

    private static Presence gone(UUID storeId, UUID deviceId) {
        return new Presence(storeId, deviceId, false, null, null, null);
    }

    private Presence there(UUID storeId, UUID deviceId, Sighting device, long now) {
        OnlineDevice shown = states.show(deviceId, device, now);
        return new Presence(storeId, deviceId, true, shown.name(), shown.platform(), shown.state());
    }
}
