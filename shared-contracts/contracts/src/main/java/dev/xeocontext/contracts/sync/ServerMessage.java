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
    @JsonSubTypes.Type(value = ServerMessage.Presence.class, name = "presence"),
    @JsonSubTypes.Type(value = ServerMessage.Present.class, name = "present"),
    @JsonSubTypes.Type(value = ServerMessage.Offered.class, name = "handoff.offered"),
    @JsonSubTypes.Type(value = ServerMessage.Claimed.class, name = "handoff.claimed"),
    @JsonSubTypes.Type(value = ServerMessage.ReleaseRequested.class, name = "handoff.release-requested"),
    @JsonSubTypes.Type(value = ServerMessage.Granted.class, name = "handoff.granted"),
    @JsonSubTypes.Type(value = ServerMessage.Expired.class, name = "handoff.expired"),
    @JsonSubTypes.Type(value = ServerMessage.Draining.class, name = "draining"),
    @JsonSubTypes.Type(value = ServerMessage.Ok.class, name = "ok"),
    @JsonSubTypes.Type(value = ServerMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ServerMessage.TokenExpiring.class, name = "token-expiring"),
    @JsonSubTypes.Type(value = ServerMessage.Failure.class, name = "error")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ServerMessage {

    /**
     * Answers {@code hello}, and {@code GET /v1/sync/welcome}.
     *
     * @param session the id of this connection; without one, of the session that the token is of
     * @param serverTime Unix time in milliseconds, for a device to measure its clock by
     * @param activities of the store, the latest first; absent when they could not be read
     * @param devices of the store that are connected, this one left out; absent when they could not be read
     */
    record Welcome(
            UUID session,
            long serverTime,
            Limits limits,
            List<StoreHead> stores,
            @Nullable List<Activity> activities,
            @Nullable List<OnlineDevice> devices)
            implements ServerMessage {}

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
        /** The record does not match, or no longer; for this subscription it is gone. */
        @JsonProperty("leave")
        LEAVE
    }

    /**
     * An event of a delta.
     *
     * @param kind what the op was, or what it comes to for the filter; whether the record is deleted is for the clocks of its
     *     deletions to say
     * @param changed what a put, delete or restore changed
     * @param fields the whole record, of an enter
     * @param clocks of the one or the other; absent in a leave
     * @param opId of the op that it came of
     * @param deviceId which sent that op
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

    /**
     * The subscription has caught up; said again from time to time, so that the cursor stays fresh.
     *
     * @param cursor where to go on
     * @param to everything up to this {@code seq} that the subscription may and wants to see has been told; a server that is
     *     older does not say it
     */
    record Live(String sub, UUID storeId, String cursor, long to) implements ServerMessage {}

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

    /**
     * A device of the store has come, gone, or told what it is at.
     *
     * @param online whether it is connected
     * @param name and {@code platform} as it introduced itself; absent when it has gone
     * @param state what it told last; absent when it told nothing within 45 s
     */
    record Presence(
            UUID storeId,
            UUID deviceId,
            boolean online,
            @Nullable String name,
            @Nullable String platform,
            @Nullable Map<String, @Nullable Object> state)
            implements ServerMessage {}

    /**
     * A device that is connected.
     *
     * @param state what it told last; absent when it told nothing within 45 s
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OnlineDevice(
            UUID deviceId,
            @Nullable String name,
            @Nullable String platform,
            @Nullable Map<String, @Nullable Object> state) {}

    /**
     * All there is, in place of what the device was told before: some of what happened was not told, because the device
     * was slow or only just coming in.
     *
     * @param activities of the store, the latest first
     * @param devices of the store that are connected, this one left out
     */
    record Present(UUID storeId, List<Activity> activities, List<OnlineDevice> devices) implements ServerMessage {}

    /** Another device is at this, or has got further, or has let go of it: it can be claimed. */
    record Offered(UUID storeId, UUID activityId, long version, Activity activity) implements ServerMessage {}

    /**
     * An activity has moved to a device. Whoever had it before has it no longer.
     *
     * @param version that the device has it under
     * @param activity with the state that it moved with; a server that is older does not say it
     */
    record Claimed(UUID storeId, UUID activityId, long version, UUID deviceId, Activity activity)
            implements ServerMessage {}

    /**
     * For the device that has an activity: another one wants it. The last state told in time goes along.
     *
     * @param version that this device has it under
     * @param deviceId who wants it
     * @param withinMs milliseconds until it is taken
     */
    record ReleaseRequested(UUID storeId, UUID activityId, long version, UUID deviceId, long withinMs)
            implements ServerMessage {}

    /**
     * The activity is on this device now.
     *
     * @param ref of the claim, when this answers one
     * @param version that this device has it under
     * @param from where it was before; absent when it was nowhere
     */
    record Granted(
            @Nullable String ref,
            UUID storeId,
            UUID activityId,
            long version,
            Activity activity,
            @Nullable UUID from) implements ServerMessage {}

    /** An activity is over: it was ended, or nobody was at it for 24 h, or its state was lost. */
    record Expired(UUID storeId, UUID activityId, long version) implements ServerMessage {}

    /** The replica goes away: finish, and come back in so many milliseconds. */
    record Draining(long retryAfterMs) implements ServerMessage {}

    /**
     * It is done.
     *
     * @param version of the activity, when the request was about one
     */
    record Ok(@Nullable String ref, @Nullable Long version) implements ServerMessage {

        public Ok(@Nullable String ref) {
            this(ref, null);
        }
    }

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
