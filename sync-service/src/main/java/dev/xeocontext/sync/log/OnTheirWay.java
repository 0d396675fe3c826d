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
     */
    Uni<Void> once(List<NewEvent> events, Function<List<NewEvent>, Uni<Void>> append) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            List<NewEvent> fresh = new ArrayList<>(events.size());
            Set<CompletableFuture<Void>> others = new HashSet<>();
            for (NewEvent event : events) {
                sort(event, done, fresh, others);
            }
            List<Uni<Void>> awaited = new ArrayList<>(others.size() + 1);
            others.forEach(other -> awaited.add(Uni.createFrom().completionStage(other)));
            if (!fresh.isEmpty()) {
                awaited.add(Uni.createFrom()
                        .deferred(() -> append.apply(fresh))
                        .invoke(() -> succeed(fresh, done))
                        .onFailure()
                        .invoke(failure -> fail(fresh, done, failure)));
            }
            return switch (awaited.size()) {
                case 0 -> Uni.createFrom().voidItem();
                case 1 -> awaited.getFirst();
                default -> Uni.join().all(awaited).andCollectFailures().replaceWithVoid();
            };
        });
    }

    @SuppressWarnings("ReferenceEquality") // a future is itself only
    private void sort(
            NewEvent event, CompletableFuture<Void> done, List<NewEvent> fresh, Set<CompletableFuture<Void>> others) {
        EventKey key = EventKey.of(event.change());
        if (appended.getIfPresent(key) != null) {
            return;
        }
        CompletableFuture<Void> other = underWay.putIfAbsent(key, done);
        if (other == null) {
            fresh.add(event);
        } else if (other != done) {
            others.add(other);
        }
    }

    private void succeed(List<NewEvent> events, CompletableFuture<Void> done) {
        for (NewEvent event : events) {
            EventKey key = EventKey.of(event.change());
            appended.put(key, Boolean.TRUE);
            underWay.remove(key);
        }
        done.complete(null);
    }

    private void fail(List<NewEvent> events, CompletableFuture<Void> done, Throwable failure) {
        events.forEach(event -> underWay.remove(EventKey.of(event.change())));
        done.completeExceptionally(failure);
    }
}
