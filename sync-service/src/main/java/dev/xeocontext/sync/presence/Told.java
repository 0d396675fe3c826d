package dev.xeocontext.sync.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the devices of a store that are connected here believe of the others: found by looking now and then at what is known,
 * so that they can be told what nobody says, that a device is gone without a word or that a state is over. Whoever left as it
 * should was told of. For one thread at a time.
 */
final class Told {

    /**
     * Something to be told.
     *
     * @param device as it is now; {@code null} when it is gone
     */
    record News(UUID deviceId, @Nullable Sighting device) {}

    /** Beyond so many devices of a store, what is over may be told again with each look until it is forgotten. */
    private static final int MOST = 1_000;

    /**
     * A device as it was at the last look.
     *
     * @param gone whether it was told then that it is gone
     * @param over whether it was told then that its state is over
     */
    private record Known(Sighting device, boolean gone, boolean over) {}

    private final Map<UUID, Known> known = new HashMap<>();

    /**
     * Looks again.
     *
     * @param now the time at which the devices were like this
     * @param isHere which devices are connected to this replica, and so not gone
     */
    List<News> look(Map<UUID, Sighting> devices, long now, Predicate<UUID> isHere) {
        List<News> news = new ArrayList<>();
        forgotten(devices, now).forEach(deviceId -> {
            if (!isHere.test(deviceId)) {
                news.add(new News(deviceId, null));
            }
        });
        devices.forEach((deviceId, device) -> {
            if (device.left()) {
                known.remove(deviceId);
            } else if (device.isOnline(now)
                    ? isNewsOnline(deviceId, device, now)
                    : isNewsGone(deviceId, device, isHere)) {
                news.add(new News(deviceId, device.isOnline(now) ? device : null));
            }
        });
        return news;
    }

    /** Of whoever nothing is known any more, as when Redis was emptied, it is remembered until when it would have held. */
    private List<UUID> forgotten(Map<UUID, Sighting> devices, long now) {
        List<UUID> forgotten = new ArrayList<>();
        known.entrySet().removeIf(entry -> {
            Known before = entry.getValue();
            boolean isOver =
                    !devices.containsKey(entry.getKey()) && !before.device().isOnline(now);
            if (isOver && !before.gone()) {
                forgotten.add(entry.getKey());
            }
            return isOver;
        });
        return forgotten;
    }

    private boolean isNewsGone(UUID deviceId, Sighting device, Predicate<UUID> isHere) {
        if (isHere.test(deviceId)) {
            return false;
        }
        @Nullable Known before = known.get(deviceId);
        keep(deviceId, new Known(device, true, false));
        return before == null || !before.gone() || !before.device().arrival().equals(device.arrival());
    }

    /**
     * A notice may have been heard before what is told here and is older: so what has come true again since the last look is told
     * as well.
     */
    private boolean isNewsOnline(UUID deviceId, Sighting device, long now) {
        @Nullable Known before = known.get(deviceId);
        boolean over = device.hasStateBehind(now);
        keep(deviceId, new Known(device, false, over));
        if (before == null) {
            return over;
        }
        boolean isAnother = over && device.stateUntil() != before.device().stateUntil();
        return before.gone() || over != before.over() || isAnother;
    }

    private void keep(UUID deviceId, Known now) {
        if (known.size() < MOST || known.containsKey(deviceId)) {
            known.put(deviceId, now);
        }
    }
}
