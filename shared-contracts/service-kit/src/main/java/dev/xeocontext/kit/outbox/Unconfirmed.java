package dev.xeocontext.kit.outbox;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What was published on one channel and not confirmed yet, by the tags of that channel. They begin at 1 on each: what is
 * left of one channel must never meet the confirmations of another. Safe for use by several threads.
 */
final class Unconfirmed {

    private record Waiting(UniEmitter<? super Void> caller, long since) {}

    private final InstantSource time;
    private final ConcurrentNavigableMap<Long, Waiting> byTag = new ConcurrentSkipListMap<>();

    Unconfirmed(InstantSource time) {
        this.time = time;
    }

    void add(long tag, UniEmitter<? super Void> caller) {
        byTag.put(tag, new Waiting(caller, time.millis()));
    }

    /** @param multiple whether all up to this tag are meant */
    void confirm(long tag, boolean multiple) {
        take(tag, multiple).forEach(one -> one.caller().complete(null));
    }

    /** @param multiple whether all up to this tag are meant */
    void fail(long tag, boolean multiple, Throwable reason) {
        take(tag, multiple).forEach(one -> one.caller().fail(reason));
    }

    void failAll(Throwable reason) {
        fail(Long.MAX_VALUE, true, reason);
    }

    private List<Waiting> take(long tag, boolean multiple) {
        if (!multiple) {
            @Nullable Waiting one = byTag.remove(tag);
            return one == null ? List.of() : List.of(one);
        }
        ConcurrentNavigableMap<Long, Waiting> meant = byTag.headMap(tag, true);
        List<Waiting> taken = new ArrayList<>();
        Map.@Nullable Entry<Long, Waiting> next = meant.pollFirstEntry();
        while (next != null) {
            taken.add(next.getValue());
            next = meant.pollFirstEntry();
        }
        return taken;
    }

    /** Whether the one that was published first has been waiting for so long. */
    boolean waitLongerThan(Duration patience) {
        Map.@Nullable Entry<Long, Waiting> first = byTag.firstEntry();
        return first != null && time.millis() - first.getValue().since() > patience.toMillis();
    }
}
