package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.log.Appended;
import dev.xeocontext.sync.log.CommitListener;
import dev.xeocontext.sync.log.HistoryListener;
import dev.xeocontext.sync.log.LogConfig;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.StoreHead;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The stores that somebody on this replica is subscribed to. Safe for use by several threads. */
@Singleton
public class Feeds implements CommitListener, HistoryListener {

    private final LogReader log;
    private final long batchBytes;
    private final Witness witness;
    private final Map<UUID, StoreFeed> byStore = new ConcurrentHashMap<>();

    @Inject
    Feeds(LogReader log, LogConfig config, Witness witness) {
        this(log, config.pageBytes(), witness);
    }

    /**
     * Feeds from a log.
     *
     * @param batchBytes greatest piece of the log that is offered as it was written
     */
    public Feeds(LogReader log, long batchBytes, Witness witness) {
        this.log = log;
        this.batchBytes = batchBytes;
        this.witness = witness;
    }

    /** Makes a subscription, which begins with its first {@link Subscription#pump}. */
    public Subscription subscribe(
            SubscriptionRequest request,
            Outlet outlet,
            Function<ServerMessage, String> json,
            SubscriptionListener listener) {
        Subscription[] opened = new Subscription[1];
        byStore.compute(request.storeId(), (storeId, existing) -> {
            StoreFeed feed = existing == null ? new StoreFeed(storeId, log, this) : existing;
            opened[0] =
                    new Subscription(request, outlet, new Voice(request, outlet, json), log, feed, listener, witness);
            feed.join(opened[0]);
            return feed;
        });
        return opened[0];
    }

    void dropIfUnused(UUID storeId) {
        byStore.computeIfPresent(storeId, (id, feed) -> feed.isUnused() ? null : feed);
    }

    /** The stores that somebody is subscribed to, and how far they have been read where that is known already. */
    public Map<UUID, Optional<StoreHead>> seen() {
        Map<UUID, Optional<StoreHead>> seen = HashMap.newHashMap(byStore.size());
        byStore.forEach((storeId, feed) -> seen.put(storeId, feed.seen()));
        return seen;
    }

    /**
     * A store is there, or was a moment ago.
     *
     * @param before what was {@link #seen} before it was looked; when the store is not that far any more, or in another
     *     epoch, its log has become another
     */
    public void compare(UUID storeId, Optional<StoreHead> before, StoreHead found) {
        boolean sameEpoch = before.isEmpty() || before.get().epoch().equals(found.epoch());
        boolean putBack = sameEpoch && before.isPresent() && before.get().head() > found.head();
        if (putBack) {
            rewind(storeId, found.head());
        }
        if (putBack || !sameEpoch) {
            recheck(storeId);
        } else {
            wake(storeId, found.head());
        }
    }

    /** What was heard of beyond the head is not there: nobody is to look for it. */
    private void rewind(UUID storeId, long head) {
        StoreFeed feed = byStore.get(storeId);
        if (feed != null) {
            feed.rewind(head);
        }
    }

    /** A store has moved, somewhere. Costs nothing when nobody here is subscribed to it. */
    public void wake(UUID storeId, long head) {
        StoreFeed feed = byStore.get(storeId);
        if (feed != null) {
            feed.wake(head);
        }
    }

    /** The log of a store has become another: whoever is subscribed to it looks again where it stands. */
    public void recheck(UUID storeId) {
        StoreFeed feed = byStore.get(storeId);
        if (feed != null) {
            feed.recheck();
        }
    }

    @Override
    public void begun(UUID storeId, UUID epoch) {
        recheck(storeId);
    }

    /** What this replica wrote need not be read again, unless it is more than a frame should hold. */
    @Override
    public void committed(List<Appended> appended) {
        for (Appended store : appended) {
            StoreFeed feed = byStore.get(store.storeId());
            if (feed != null) {
                Batch batch = Batch.of(store);
                if (batch.bytes() <= batchBytes) {
                    feed.committed(batch);
                } else {
                    feed.wake(batch.to());
                }
            }
        }
    }
}
