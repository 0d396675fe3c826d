package dev.xeocontext.sync.feed;

import dev.xeocontext.sync.log.LogEntry;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.Page;
import dev.xeocontext.sync.log.StoreHead;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * What is new in one store, for all subscriptions of this replica that stand at its end: read once, or taken over from
 * the transaction that wrote it, and offered to each on its own loop. Does not wait for anybody: who is not ready for an
 * offer reads for itself later. Safe for use by several threads.
 */
final class StoreFeed {

    private static final Logger LOG = Logger.getLogger(StoreFeed.class);
    private static final UUID NONE = new UUID(0, 0);
    private static final long UNKNOWN = -1;

    private final UUID storeId;
    private final LogReader log;
    private final Feeds feeds;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    private UUID epoch = NONE;
    private long head;
    private long tail = UNKNOWN;
    private boolean reading;

    StoreFeed(UUID storeId, LogReader log, Feeds feeds) {
        this.storeId = storeId;
        this.log = log;
        this.feeds = feeds;
    }

    void join(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void leave(Subscription subscription) {
        subscriptions.remove(subscription);
        feeds.dropIfUnused(storeId);
    }

    boolean isUnused() {
        return subscriptions.isEmpty();
    }

    /** The greatest {@code seq} that was heard of. */
    synchronized long head() {
        return head;
    }

    /** Everything up to here was offered. */
    synchronized long tail() {
        return tail;
    }

    /** Whether a subscription that has read up to there can go on with offers alone. */
    synchronized boolean isAtEnd(long seq) {
        return seq >= tail;
    }

    /**
     * A subscription has looked where the store stands. The first one to do so says where offers begin; they skip what the
     * log no longer has.
     */
    void observe(UUID newEpoch, long newHead, long compactedTo) {
        boolean behind;
        synchronized (this) {
            epoch = newEpoch;
            if (tail == UNKNOWN) {
                tail = newHead;
            }
            tail = Math.max(tail, compactedTo);
            head = Math.max(head, newHead);
            behind = startReading();
        }
        if (behind) {
            readNext();
        }
    }

    /** Everything up to here was offered, as far as somebody has looked where the store stands. */
    synchronized Optional<StoreHead> seen() {
        return tail == UNKNOWN ? Optional.empty() : Optional.of(new StoreHead(epoch, tail));
    }

    /** The store was put back: what is beyond this place is no longer there. */
    synchronized void rewind(long newHead) {
        head = newHead;
        tail = Math.min(tail, newHead);
    }

    /** The store has moved, somewhere. */
    void wake(long newHead) {
        boolean behind;
        synchronized (this) {
            head = Math.max(head, newHead);
            behind = startReading();
        }
        if (behind) {
            readNext();
        }
    }

    /** The store was moved by this replica, by this much. */
    void committed(Batch batch) {
        boolean next;
        synchronized (this) {
            next = batch.from() == tail && !reading;
            if (next) {
                head = Math.max(head, batch.to());
                offer(batch);
            }
        }
        if (!next) {
            wake(batch.to());
        }
    }

    private boolean startReading() {
        boolean start = tail != UNKNOWN && head > tail && !reading;
        reading |= start;
        return start;
    }

    private void readNext() {
        boolean sides = subscriptions.stream().anyMatch(Subscription::filters);
        log.events(storeId, tail(), sides).subscribe().with(this::read, this::readFailed);
    }

    private void read(Page<LogEntry> page) {
        boolean behind;
        synchronized (this) {
            reading = false;
            if (page.items().isEmpty()) {
                head = tail;
                recheck();
            } else {
                offer(new Batch(page.items().getFirst().seq() - 1, page.items()));
            }
            behind = startReading();
        }
        if (behind) {
            readNext();
        }
    }

    /** The log ends before a place that was heard of, or has become another: everyone looks again. */
    void recheck() {
        for (Subscription subscription : subscriptions) {
            subscription.outlet().loop().execute(subscription::reopen);
        }
    }

    /** The next wake, which comes with the next comparison of heads at the latest, tries again. */
    private synchronized void readFailed(Throwable failure) {
        reading = false;
        LOG.debugf("A read of %s failed: %s", storeId, failure);
    }

    /** Under the lock, so that offers reach every loop in the order of the log. */
    private void offer(Batch batch) {
        tail = batch.to();
        for (Subscription subscription : subscriptions) {
            subscription.outlet().loop().execute(() -> subscription.offer(batch));
        }
    }
}
