package dev.xeocontext.sync.handoff;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.xeocontext.sync.handoff.ActivityRecords.Seen;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Activities as this replica left them a moment ago. A device that tells how far it is tells it again soon: what it tells can
 * be put in the place of this without reading first, and the swap finds out whether that is still there. Nothing may be
 * refused because of it. Safe for use by several threads.
 */
@Singleton
class Recent {

    /** So long the time of Redis is taken to have gone on as here. */
    private static final Duration MOMENT = Duration.ofSeconds(10);

    private static final int MOST = 10_000;

    private record Key(UUID storeId, UUID id) {}

    private record Left(Seen seen, long at) {}

    private final Cache<Key, Left> left =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(MOMENT).build();
    private final InstantSource time;

    Recent(InstantSource time) {
        this.time = time;
    }

    void left(UUID storeId, Seen seen) {
        Key key = new Key(storeId, seen.id());
        if (seen.held() == null) {
            left.invalidate(key);
        } else {
            left.put(key, new Left(seen, time.millis()));
        }
    }

    /** As it was left, at about the time of Redis that it is now. */
    Optional<Seen> of(UUID storeId, UUID id) {
        return Optional.ofNullable(left.getIfPresent(new Key(storeId, id))).map(this::now);
    }

    private Seen now(Left before) {
        Seen seen = before.seen();
        long passed = Math.clamp(time.millis() - before.at(), 0, MOMENT.toMillis());
        return new Seen(seen.id(), seen.text(), seen.held(), seen.now() + passed);
    }
}
