package dev.xeocontext.sync.presence;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import dev.xeocontext.sync.presence.Change.Act;
import dev.xeocontext.sync.push.RateLimit;
import dev.xeocontext.sync.text.Label;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The devices that are connected. The store's other devices are told of each that comes, goes, or tells what it is at. Safe for
 * use by several threads; nothing here blocks.
 */
@Singleton
public class Presences implements Online {

    private record Key(UUID storeId, UUID deviceId) {}

    private final Map<Key, Here> here = new ConcurrentHashMap<>();
    private final PresenceRecords records;
    private final ChangeLane lane;
    private final PresenceConfig config;
    private final States states;
    private final InstantSource time;
    private final Counter unsaid;

    Presences(PresenceRecords records, PresenceConfig config, States states, InstantSource time, MeterRegistry meters) {
        this.records = records;
        this.lane = new ChangeLane(records::change, config.waiting());
        this.config = config;
        this.states = states;
        this.time = time;
        this.unsaid = meters.counter("xeo.sync.presence.unsaid");
        meters.gauge("xeo.sync.presence.devices", here, Map::size);
        meters.gauge("xeo.sync.presence.waiting", lane, ChangeLane::size);
    }

    /**
     * A device is connected to this replica, and has been welcomed. Best effort: while Redis is away, it is found out with a later
     * beat.
     *
     * @param arrival when it came: greater than those of all that came before, on any replica
     * @param name and {@code platform} as it introduced itself
     */
    public void arrived(UUID storeId, UUID deviceId, UUID arrival, @Nullable String name, @Nullable String platform) {
        RateLimit tells = new RateLimit(config.tellsAtOnce(), config.tellsPerSecond(), time);
        Here arriving = new Here(storeId, deviceId, arrival, Label.of(name), Label.of(platform), tells);
        Here youngest = here.merge(
                new Key(storeId, deviceId),
                arriving,
                (before, next) -> before.arrival().compareTo(next.arrival()) > 0 ? before : next);
        if (arrival.equals(youngest.arrival())) {
            say(arriving.stays());
        }
    }

    /** It is no longer; nothing happens when it has come again since, here or elsewhere. */
    public void left(UUID storeId, UUID deviceId, UUID arrival) {
        here.computeIfPresent(
                new Key(storeId, deviceId), (key, device) -> device.arrival().equals(arrival) ? null : device);
        say(new Change(Act.LEAVE, storeId, deviceId, arrival, null, null, null));
    }

    /** What was not said of a device that comes is said with the next beat; one that goes is missed after a while. */
    private void say(Change change) {
        lane.add(change).whenComplete((done, failure) -> {
            if (failure != null) {
                unsaid.increment();
            }
        });
    }

    /**
     * What a device that is connected here is at, which holds for 45 s.
     *
     * @param state {@code null} takes back what was told
     * @return fails with {@link ProblemException}: {@link ProblemCode#TOO_LARGE} beyond 2 KiB of JSON, {@link
     *     ProblemCode#RATE_LIMITED}, {@link ProblemCode#UNAVAILABLE}
     */
    public Uni<Void> tell(UUID storeId, UUID deviceId, @Nullable Map<String, @Nullable Object> state) {
        return Uni.createFrom().deferred(() -> {
            @Nullable Here device = here.get(new Key(storeId, deviceId));
            @Nullable String text = state == null ? null : states.write(state);
            if (device == null) {
                return Uni.createFrom().voidItem();
            }
            if (!device.tells().tryTake()) {
                return Uni.createFrom().failure(new ProblemException(ProblemCode.RATE_LIMITED, "Too many states"));
            }
            return Uni.createFrom().completionStage(() -> lane.add(device.tells(text)));
        });
    }

    /** A device is called something else; all devices of its store are told, should it be connected. Best effort. */
    public Uni<Void> renamed(UUID storeId, UUID deviceId, String name) {
        return Uni.createFrom()
                .completionStage(() -> lane.add(Change.rename(storeId, deviceId, name)))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public Uni<Boolean> isOnline(UUID storeId, UUID deviceId) {
        return isHere(storeId, deviceId)
                ? Uni.createFrom().item(true)
                : orUnavailable(records.isOnline(storeId, deviceId));
    }

    /**
     * Those of a store, the latest first.
     *
     * @param but a device that is left out
     * @return fails with {@link ProblemException}, {@link ProblemCode#UNAVAILABLE}, when they cannot be known
     */
    public Uni<List<OnlineDevice>> online(UUID storeId, UUID but) {
        return online(storeId)
                .map(devices -> devices.stream()
                        .filter(device -> !device.deviceId().equals(but))
                        .limit(config.listed())
                        .toList());
    }

    /** All of a store, the latest first; fails as well when they cannot be known. */
    public Uni<List<OnlineDevice>> online(UUID storeId) {
        return orUnavailable(records.read(List.of(storeId))).map(read -> online(read.of(storeId), read.now()));
    }

    private List<OnlineDevice> online(Map<UUID, Sighting> devices, long now) {
        Comparator<Map.Entry<UUID, Sighting>> byArrival =
                Comparator.comparing(device -> device.getValue().arrival());
        return devices.entrySet().stream()
                .filter(device -> device.getValue().isOnline(now))
                .sorted(byArrival.reversed())
                .map(device -> states.show(device.getKey(), device.getValue(), now))
                .toList();
    }

    private static <T> Uni<T> orUnavailable(Uni<T> answer) {
        return answer.onFailure().transform(failure -> new ProblemException(ProblemCode.UNAVAILABLE, null));
    }

    boolean isHere(UUID storeId, UUID deviceId) {
        return here.containsKey(new Key(storeId, deviceId));
    }

    /** Says again which devices are connected here, some at a time. */
    Stream<Change> stays() {
        return here.values().stream().map(Here::stays);
    }
}
