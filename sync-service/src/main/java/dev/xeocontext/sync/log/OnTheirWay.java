package dev.xeocontext.sync.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The events that this replica is appending, and the last ones that it has appended. Only spares work: the log itself
 * takes every event once. Safe for use by several threads.
 */
final class OnTheirWay {

    private final Map<EventKey, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private final Cache<EventKey, Boolean> appended;

    /** @param remembered how many of those that were appended */
    OnTheirWay(int remembered) {
        this.appended = Caffeine.newBuilder().maximumSize(remembered).build();
    }

    /**
     * Appends those that nobody has appended or is appending, and completes when all of them are appended, whoever did it.
     * Fails when one of them could not be.
     *
     * @param keyOf what an event is found by
     */
    <E> Uni<Void> once(List<E> events, Function<E, EventKey> keyOf, Function<List<E>, Uni<Void>> append) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            List<E> fresh = new ArrayList<>(events.size());
            List<EventKey> keys = new ArrayList<>(events.size());
            Set<CompletableFuture<Void>> others = new HashSet<>();
            for (E event : events) {
                EventKey key = keyOf.apply(event);
                if (isFirst(key, done, others)) {
                    fresh.add(event);
                    keys.add(key);
                }
            }
            List<Uni<Void>> awaited = new ArrayList<>(others.size() + 1);
            others.forEach(other -> awaited.add(Uni.createFrom().completionStage(other)));
            if (!fresh.isEmpty()) {
                awaited.add(Uni.createFrom()
                        .deferred(() -> append.apply(fresh))
                        .invoke(() -> succeed(keys, done))
                        .onFailure()
                        .invoke(failure -> fail(keys, done, failure)));
            }
            return Together.of(awaited);
        });
    }

    @SuppressWarnings("ReferenceEquality") // a future is itself only
    private boolean isFirst(EventKey key, CompletableFuture<Void> done, Set<CompletableFuture<Void>> others) {
        if (appended.getIfPresent(key) != null) {
            return false;
        }
        CompletableFuture<Void> other = underWay.putIfAbsent(key, done);
        if (other != null && other != done) {
            others.add(other);
        }
        return other == null;
    }

    private void succeed(List<EventKey> keys, CompletableFuture<Void> done) {
        for (EventKey key : keys) {
            appended.put(key, Boolean.TRUE);
            underWay.remove(key);
        }
        done.complete(null);
    }

    private void fail(List<EventKey> keys, CompletableFuture<Void> done, Throwable failure) {
        keys.forEach(underWay::remove);
        done.completeExceptionally(failure);
    }
}
