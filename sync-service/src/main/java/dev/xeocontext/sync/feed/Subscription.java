package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.sync.log.LogEntry;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.Page;
import dev.xeocontext.sync.log.StorePlace;
import dev.xeocontext.sync.log.StoredRecord;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of one socket: a place in the log, and a pump that moves it as the socket drains. It reads one page at
 * a time, and only while the socket takes more. A read that fails is repeated at the next {@link #pump}.
 *
 * <p>Everything happens on the socket's loop.
 */
public final class Subscription {

    private static final Logger LOG = Logger.getLogger(Subscription.class);

    /** What a device asked for, checked. */
    public record Request(
            @Nullable String ref,
            String sub,
            UUID storeId,
            SubscriptionQuery query,
            @Nullable String cursor,
            @Nullable String next) {}

    /** Is told how it goes. */
    public interface Listener {

        /** The device has everything up to now. */
        void caughtUp(Subscription subscription);

        /** It could not even begin; it is closed. */
        void failed(Subscription subscription, Throwable failure);
    }

    private final Request request;
    private final long queryHash;
    private final List<String> collections;
    private final Outlet outlet;
    private final LogReader log;
    private final StoreFeed feed;
    private final Function<ServerMessage, String> json;
    private final Listener listener;

    private Phase phase = new Phase.Opening();
    private boolean busy;
    private boolean startOver;
    private boolean announcedLive;
    private UUID epoch = new UUID(0, 0);
    private Position at = new Position(0, 0);
    private long toldSeq;
    private long cursorSeq;

    Subscription(
            Request request,
            Outlet outlet,
            LogReader log,
            StoreFeed feed,
            Function<ServerMessage, String> json,
            Listener listener) {
        this.request = request;
        this.queryHash = request.query().hash();
        this.collections = List.copyOf(request.query().collections());
        this.outlet = outlet;
        this.log = log;
        this.feed = feed;
        this.json = json;
        this.listener = listener;
    }

    public Request request() {
        return request;
    }

    /** The head of its store, as far as it is known here. */
    public long head() {
        return Math.max(feed.head(), at.seq());
    }

    Outlet outlet() {
        return outlet;
    }

    void open() {
        Optional<Cursor> cursor = Optional.ofNullable(request.cursor()).flatMap(Cursor::decode);
        read(log.place(request.storeId(), cursor.map(Cursor::seq).orElse(0L)), place -> begin(place, cursor));
    }

    private void begin(StorePlace place, Optional<Cursor> cursor) {
        epoch = place.epoch();
        if (startOver) {
            feed.rewind(place.head());
        }
        feed.observe(place.head());
        switch (start(place, cursor)) {
            case Start.FromScratch scratch -> beginSnapshot(place);
            case Start.InSnapshot next -> resumeSnapshot(next.place());
            case Start.InLog next -> {
                moveTo(next.position());
                phase = new Phase.Reading();
            }
            case Start.Reset reset -> {
                outlet.send(
                        json.apply(new ServerMessage.Reset(request.sub(), request.storeId(), epoch, reset.reason())));
                beginSnapshot(place);
            }
        }
    }

    private Start start(StorePlace place, Optional<Cursor> cursor) {
        if (startOver) {
            return new Start.FromScratch();
        }
        if (request.next() != null) {
            return Start.resume(SnapshotPlace.decode(request.next(), collections.size()), queryHash, place);
        }
        return request.cursor() == null ? new Start.FromScratch() : Start.from(cursor, queryHash, place);
    }

    private void beginSnapshot(StorePlace place) {
        Position asOf = Position.at(place.head(), place.headEvent());
        resumeSnapshot(SnapshotPlace.first(epoch, asOf, queryHash));
    }

    private void resumeSnapshot(SnapshotPlace place) {
        moveTo(place.asOf());
        phase = new Phase.Snapshotting(place);
    }

    private void moveTo(Position position) {
        at = position;
        toldSeq = position.seq();
        cursorSeq = position.seq();
    }

    /** Goes on as far as the socket takes it. */
    public void pump() {
        if (busy || !outlet.writable()) {
            return;
        }
        switch (phase) {
            case Phase.Opening opening -> open();
            case Phase.Snapshotting snapshot ->
                read(
                        log.records(
                                request.storeId(),
                                collections.get(snapshot.place().collection()),
                                snapshot.place().after()),
                        page -> sendRecords(snapshot.place(), page));
            case Phase.Reading reading -> read(log.events(request.storeId(), at.seq()), this::sendEvents);
            case Phase.Live live -> {}
            case Phase.Closed closed -> {}
        }
    }

    private void sendRecords(SnapshotPlace place, Page<StoredRecord> page) {
        boolean lastOfCollection = !page.more();
        boolean last = lastOfCollection && place.collection() == collections.size() - 1;
        SnapshotPlace next = lastOfCollection
                ? place.nextCollection()
                : place.after(page.items().getLast().id());
        if (last || !page.items().isEmpty()) {
            outlet.send(Frames.snapshot(
                    request.sub(),
                    request.ref(),
                    request.storeId(),
                    place.asOf().seq(),
                    page.items(),
                    last ? null : next.encode(),
                    last ? at.cursor(epoch, queryHash) : null));
        }
        phase = last ? new Phase.Reading() : new Phase.Snapshotting(next);
    }

    private void sendEvents(Page<LogEntry> page) {
        if (!page.items().isEmpty()) {
            deliver(new Batch(at.seq(), page.items()));
        } else if (at.seq() < feed.tail()) {
            startAgain();
            return;
        }
        if (!page.more() && feed.isAtEnd(at.seq())) {
            becomeLive();
        }
    }

    /** The log ends before a place that it once had: it was put back to an earlier state. */
    private void startAgain() {
        outlet.send(
                json.apply(new ServerMessage.Reset(request.sub(), request.storeId(), epoch, ResetReason.HISTORY_LOST)));
        startOver = true;
        announcedLive = false;
        phase = new Phase.Opening();
    }

    private void becomeLive() {
        phase = new Phase.Live();
        if (!announcedLive) {
            announcedLive = true;
            sendLive();
            listener.caughtUp(this);
        }
    }

    /** Takes what is new, if it stands where that begins and the socket takes more; otherwise it reads for itself. */
    void offer(Batch batch) {
        if (!(phase instanceof Phase.Live) || batch.to() <= at.seq()) {
            return;
        }
        if (outlet.writable() && batch.from() <= at.seq()) {
            deliver(batch);
        } else {
            phase = new Phase.Reading();
            pump();
        }
    }

    private void deliver(Batch batch) {
        String events = batch.events(request.query(), at.seq());
        at = batch.end();
        if (!events.isEmpty()) {
            String cursor = at.cursor(epoch, queryHash);
            outlet.send(Frames.delta(request.sub(), request.storeId(), toldSeq, at.seq(), cursor, events));
            toldSeq = at.seq();
            cursorSeq = at.seq();
        }
    }

    /** Tells a cursor when the device's own has become old because nothing that it wants has happened since. */
    public void refreshCursor() {
        if (phase instanceof Phase.Live && cursorSeq < at.seq() && outlet.writable()) {
            sendLive();
        }
    }

    private void sendLive() {
        cursorSeq = at.seq();
        String cursor = at.cursor(epoch, queryHash);
        outlet.send(json.apply(new ServerMessage.Live(request.sub(), request.storeId(), cursor)));
    }

    public void close() {
        phase = new Phase.Closed();
        feed.leave(this);
    }

    private <T> void read(Uni<T> reading, Consumer<T> next) {
        busy = true;
        reading.emitOn(outlet.loop()).subscribe().with(result -> proceed(next, result), this::readFailed);
    }

    private <T> void proceed(Consumer<T> next, T result) {
        busy = false;
        if (!(phase instanceof Phase.Closed)) {
            next.accept(result);
            pump();
        }
    }

    private void readFailed(Throwable failure) {
        busy = false;
        LOG.debugf("A read of %s failed: %s", request.storeId(), failure);
        if (phase instanceof Phase.Opening) {
            close();
            listener.failed(this, failure);
        }
    }
}
