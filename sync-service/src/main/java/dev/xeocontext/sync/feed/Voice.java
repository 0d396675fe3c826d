package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.log.StoredRecord;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one subscription says to its socket. For the loop of the socket. */
final class Voice {

    private final SubscriptionRequest request;
    private final Outlet outlet;
    private final Function<ServerMessage, String> json;

    Voice(SubscriptionRequest request, Outlet outlet, Function<ServerMessage, String> json) {
        this.request = request;
        this.outlet = outlet;
        this.json = json;
    }

    /** A page of a snapshot; the last one has a cursor instead of {@code next}. */
    void snapshot(SnapshotPlace page, List<StoredRecord> records, @Nullable String next, @Nullable String cursor) {
        boolean full = page.way() instanceof SnapshotPlace.All;
        outlet.send(Frames.snapshot(
                request.sub(), request.ref(), request.storeId(), page.asOf().seq(), full, records, next, cursor));
    }

    /**
     * A delta.
     *
     * @param events items of a JSON array
     */
    void delta(long from, long to, Cursor cursor, String events) {
        outlet.send(Frames.delta(request.sub(), request.storeId(), from, to, cursor.encode(), events));
    }

    /** @param to everything up to here was told */
    void live(Cursor cursor, long to) {
        say(new ServerMessage.Live(request.sub(), request.storeId(), cursor.encode(), to));
    }

    void lagging(Cursor cursor) {
        say(new ServerMessage.Lagging(request.sub(), cursor.encode()));
    }

    void reset(UUID epoch, ResetReason reason) {
        say(new ServerMessage.Reset(request.sub(), request.storeId(), epoch, reason));
    }

    private void say(ServerMessage message) {
        outlet.send(json.apply(message));
    }
}
