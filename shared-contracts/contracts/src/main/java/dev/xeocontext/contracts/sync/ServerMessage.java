package dev.xeocontext.contracts.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.op.OpResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that the server says. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ServerMessage.Ack.class, name = "ack"),
    @JsonSubTypes.Type(value = ServerMessage.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = ServerMessage.Delta.class, name = "delta"),
    @JsonSubTypes.Type(value = ServerMessage.Live.class, name = "live"),
    @JsonSubTypes.Type(value = ServerMessage.Reset.class, name = "reset"),
    @JsonSubTypes.Type(value = ServerMessage.Lagging.class, name = "lagging"),
    @JsonSubTypes.Type(value = ServerMessage.Digest.class, name = "digest"),
    @JsonSubTypes.Type(value = ServerMessage.Draining.class, name = "draining"),
    @JsonSubTypes.Type(value = ServerMessage.Ok.class, name = "ok"),
    @JsonSubTypes.Type(value = ServerMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ServerMessage.TokenExpiring.class, name = "token-expiring"),
    @JsonSubTypes.Type(value = ServerMessage.Failure.class, name = "error")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ServerMessage {

    /**
     * Answers {@code hello}.
     *
     * @param session the id of this connection
     * @param serverTime Unix time in milliseconds, for a device to measure its clock by
     */
    record Welcome(UUID session, long serverTime, Limits limits, List<StoreHead> stores) implements ServerMessage {}

    /**
     * Where the log of a store stands.
     *
     * @param epoch changes when history was lost or put back
     * @param head the greatest {@code seq}
     */
    record StoreHead(UUID storeId, UUID epoch, long head) {}

    /** Answers {@code push}: a result for each op, in the order of the ops. */
    record Ack(@Nullable String ref, List<OpResult> results) implements ServerMessage {}

    /**
     * A page of records as they stand.
     *
     * @param asOf the head before the first page; later pages may be newer
     * @param full whether confirmed records that no page named are to be dropped
     * @param next resumes here; absent on the last page
     * @param cursor on the last page: where the deltas go on
     */
    record Snapshot(
            @Nullable String sub,
            @Nullable String ref,
            UUID storeId,
            long asOf,
            boolean full,
            List<SnapshotRecord> records,
            @Nullable String next,
            @Nullable String cursor)
            implements ServerMessage {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SnapshotRecord(
            String collection,
            UUID id,
            Map<String, @Nullable Object> fields,
            Object clocks,
            @Nullable Deletion deleted) {}

    /**
     * Everything in (from, to] that the subscription may and wants to see.
     *
     * @param cursor where to go on after it
     */
    record Delta(String sub, UUID storeId, long from, long to, String cursor, List<DeltaEvent> events)
            implements ServerMessage {}

    /** What an event does to what a subscription shows. */
    enum EventKind {
        @JsonProperty("put")
        PUT,
        @JsonProperty("delete")
        DELETE,
        @JsonProperty("restore")
        RESTORE,
        /** The record has come to match the filter of the subscription: here it is whole. */
        @JsonProperty("enter")
        ENTER,
        /** The record has ceased to match; for this subscription it is gone. */
        @JsonProperty("leave")
        LEAVE
    }

    /**
     * An event of a delta.
     *
     * @param changed what a put, delete or restore changed
     * @param fields the whole record, of an enter
     * @param clocks of the one or the other; absent in a leave
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeltaEvent(
            long seq,
            String collection,
            UUID id,
            EventKind kind,
            @Nullable Map<String, @Nullable Object> changed,
            @Nullable Map<String, @Nullable Object> fields,
            @Nullable Object clocks,
            @Nullable Deletion deleted,
            @Nullable UUID opId,
            @Nullable UUID deviceId) {}

    /** The subscription has caught up; said again from time to time, so that the cursor stays fresh. */
    record Live(String sub, UUID storeId, String cursor) implements ServerMessage {}

    /** The cursor leads nowhere: read again from the start. A snapshot follows. */
    record Reset(String sub, UUID storeId, UUID epoch, ResetReason reason) implements ServerMessage {}

    /** The live feed was cut because the device reads too slowly; it goes on from the cursor as the socket drains. */
    record Lagging(String sub, String cursor) implements ServerMessage {}

    /**
     * Answers {@code digest}: either the sums of all leaves, or the hashes of one.
     *
     * @param asOf the {@code seq} that it stands for
     * @param purgedBefore tombstones whose clock is older than this, Unix time in milliseconds, are left out on both sides
     * @param root the sum of all leaves
     * @param leaves 256 sums
     * @param hashes of the records of the leaf that was asked for, as 16 hexadecimal digits by id
     */
    record Digest(
            @Nullable String ref,
            UUID storeId,
            String collection,
            long asOf,
            long purgedBefore,
            @Nullable LeafSum root,
            @Nullable List<LeafSum> leaves,
            @Nullable Integer leaf,
            @Nullable Map<UUID, String> hashes)
            implements ServerMessage {}

    /** The replica goes away: finish, and come back in so many milliseconds. */
    record Draining(long retryAfterMs) implements ServerMessage {}

    record Ok(@Nullable String ref) implements ServerMessage {}

    /** Answers {@code ping}, with the heads of the stores that the connection is subscribed to. */
    record Pong(@Nullable Object t, Map<UUID, Long> heads) implements ServerMessage {}

    record TokenExpiring(long inSeconds) implements ServerMessage {}

    /**
     * A request that failed, or a message that was none.
     *
     * @param ref of the request, where it was readable
     */
    record Failure(@Nullable String ref, Problem problem) implements ServerMessage {}
}
