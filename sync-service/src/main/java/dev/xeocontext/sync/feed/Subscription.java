package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.sync.feed.RecordPages.RecordPage;
import dev.xeocontext.sync.log.LogEntry;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.Page;
import dev.xeocontext.sync.log.StorePlace;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One subscription of one socket: a place in the log, and a pump that moves it as the socket drains. It reads one page at
 * a time, and only while the socket takes more. A read that fails is repeated at the next {@link #pump}.
 *
 * <p>Everything happens on the socket's loop.
 */
public final class Subscription {

    private static final Logger LOG = Logger.getLogger(Subscription.class);

    private final SubscriptionRequest request;
    private final Terms terms;
    private final Outlet outlet;
    private final Voice voice;
    private final LogReader log;
    private final RecordPages pages;
    private final StoreFeed feed;
    private final SubscriptionListener listener;
    private final Witness witness;

    private Phase phase;
    private int turn;
    private int busy;
    private boolean begun;
    private boolean announcedLive;
    private UUID epoch = new UUID(0, 0);
    private Position at = Position.START;
    private long shown;
    private long toldSeq;
    private long cursorSeq;

    Subscription(
            SubscriptionRequest request,
            Outlet outlet,
            Voice voice,
            LogReader log,
            StoreFeed feed,
            SubscriptionListener listener,
            Witness witness) {
        this.request = request;
        this.terms = Terms.of(request.query());
        this.outlet = outlet;
        this.voice = voice;
        this.log = log;
        this.pages = new RecordPages(log, request.storeId(), terms);
        this.feed = feed;
        this.listener = listener;
        this.witness = witness;
        this.phase = new Phase.Opening(request.wish());
    }

    public SubscriptionRequest request() {
        return request;
    }

    /** The head of its store, as far as it is known here. */
    public long head() {
        return Math.max(feed.head(), at.seq());
    }

    Outlet outlet() {
        return outlet;
    }

    private Cursor cursor() {
        return new Cursor(epoch, at.seq(), at.check(), terms.hash(), Math.max(shown, at.seq()));
    }

    private void begin(Wish wish, StorePlace place) {
        begun = true;
        epoch = place.epoch();
        Start start = Start.of(wish, terms, place);
        if (start instanceof Start.Reset reset && reset.reason() == ResetReason.RESTORED) {
            feed.rewind(place.head());
        }
        feed.observe(place.epoch(), place.head(), place.compactedTo());
        switch (start) {
            case Start.InRecords next -> snapshotFrom(next.place());
            case Start.InLog next -> {
                moveTo(next.position(), next.shown());
                phase = new Phase.Reading();
            }
            case Start.Reset reset -> reset(reset, place);
        }
    }

    private void reset(Start.Reset reset, StorePlace place) {
        witness.reset(reset.reason());
        if (reset.doubtful()) {
            witness.doubted(request.storeId());
        }
        voice.reset(epoch, reset.reason());
        snapshotFrom(Start.firstRecord(terms, place));
    }

    private void snapshotFrom(SnapshotPlace place) {
        announcedLive = false;
        moveTo(place.asOf(), place.shown());
        phase = new Phase.Snapshotting(place);
    }

    private void moveTo(Position position, long newShown) {
        at = position;
        shown = newShown;
        toldSeq = position.seq();
        cursorSeq = position.seq();
    }

    /** Goes on as far as the socket takes it. */
    public void pump() {
        if (busy > 0 || !outlet.writable()) {
            return;
        }
        switch (phase) {
            case Phase.Opening opening ->
                read(log.place(request.storeId(), opening.wish().seq()), place -> begin(opening.wish(), place));
            case Phase.Snapshotting snapshot ->
                read(
                        pages.after(snapshot.place()),
                        page -> page.ifPresentOrElse(found -> send(snapshot.place(), found), this::reopen));
            case Phase.Reading reading -> read(log.events(request.storeId(), at.seq(), terms.filtered()), this::take);
            case Phase.Live live -> {}
            case Phase.Closed closed -> {}
        }
    }

    private void send(SnapshotPlace place, RecordPage page) {
        shown = page.next().shown();
        if (page.last()) {
            voice.snapshot(place, page.records(), null, cursor().encode());
        } else if (!page.records().isEmpty()) {
            voice.snapshot(place, page.records(), page.next().encode(), null);
        }
        phase = page.last() ? new Phase.Reading() : new Phase.Snapshotting(page.next());
    }

    private void take(Page<LogEntry> page) {
        if (page.items().isEmpty()) {
            if (at.seq() < feed.tail()) {
                reopen();
            } else {
                settle(page.more());
            }
        } else if (page.items().getFirst().seq() > at.seq() + 1) {
            reopen();
        } else {
            take(new Batch(at.seq(), page.items()), page.more());
        }
    }

    /** Whether it wants to know what records were and are. */
    boolean filters() {
        return terms.filtered();
    }

    /** Takes what is new, if it stands where that begins, the socket takes more, and enough of it was read; or reads it. */
    void offer(Batch batch) {
        if (!(phase instanceof Phase.Live) || batch.to() <= at.seq()) {
            return;
        }
        if (outlet.writable() && batch.from() <= at.seq() && (!filters() || batch.hasSides())) {
            take(batch, false);
            return;
        }
        if (!outlet.writable()) {
            cursorSeq = at.seq();
            voice.lagging(cursor());
            witness.cut();
        }
        phase = new Phase.Reading();
        pump();
    }

    private void take(Batch batch, boolean more) {
        Where where = terms.where();
        if (where == null) {
            deliver(batch, new Selection.Text(batch.events(request.query(), at.seq()), 0), more);
            return;
        }
        Selection selection = batch.selection(request.query(), where, at.seq(), at.seq() < shown, request.deviceId());
        Optional<Selection.Text> events = selection.text();
        if (events.isPresent()) {
            deliver(batch, events.get(), more);
        } else {
            phase = new Phase.Reading();
            read(
                    selection.text(log, request.storeId(), terms.collections().getFirst()),
                    read -> read.ifPresentOrElse(
                            text -> deliver(batch, text, more), () -> take(batch.firstHalf(at.seq()), true)));
        }
    }

    private void deliver(Batch batch, Selection.Text text, boolean more) {
        at = batch.end();
        shown = Math.max(shown, text.shown());
        if (!text.events().isEmpty()) {
            voice.delta(toldSeq, at.seq(), cursor(), text.events());
            toldSeq = at.seq();
            cursorSeq = at.seq();
        }
        if (!(phase instanceof Phase.Live)) {
            settle(more);
        }
    }

    private void settle(boolean more) {
        if (more || !feed.isAtEnd(at.seq())) {
            phase = new Phase.Reading();
            return;
        }
        phase = new Phase.Live();
        if (!announcedLive) {
            announcedLive = true;
            sendLive();
            listener.caughtUp(this);
        }
    }

    /** Looks again where it stands: its place may no longer be in the log, or be one of another history. */
    void reopen() {
        if (!(phase instanceof Phase.Closed)) {
            open(phase.again(cursor()));
        }
    }

    public Whereabouts whereabouts() {
        return Whereabouts.of(phase.again(cursor()));
    }

    private void open(Wish wish) {
        turn++;
        busy = 0;
        phase = new Phase.Opening(wish);
        pump();
    }

    /** Tells a cursor when the device's own has become old because nothing that it wants has happened since. */
    public void refreshCursor() {
        if (phase instanceof Phase.Live && cursorSeq < at.seq() && outlet.writable()) {
            sendLive();
        }
    }

    private void sendLive() {
        cursorSeq = at.seq();
        voice.live(cursor(), at.seq());
    }

    public void close() {
        turn++;
        phase = new Phase.Closed();
        feed.leave(this);
    }

    private <T> void read(Uni<T> reading, Consumer<T> next) {
        busy++;
        int asked = turn;
        reading.emitOn(outlet.loop())
                .subscribe()
                .with(result -> proceed(asked, next, result), failure -> readFailed(asked, failure));
    }

    /** Busy until it has sent and moved on: a socket may ask to be filled in the middle of a send. */
    private <T> void proceed(int asked, Consumer<T> next, T result) {
        if (asked == turn) {
            next.accept(result);
            busy -= asked == turn ? 1 : 0;
            pump();
        }
    }

    private void readFailed(int asked, Throwable failure) {
        if (asked != turn) {
            return;
        }
        busy--;
        LOG.debugf("A read of %s failed: %s", request.storeId(), failure);
        if (!begun) {
            close();
            listener.failed(this, failure);
        }
    }
}
