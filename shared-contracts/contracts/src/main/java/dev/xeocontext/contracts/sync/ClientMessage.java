package dev.xeocontext.contracts.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that a device says. Members that are not known are ignored. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClientMessage.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = ClientMessage.Subscribe.class, name = "subscribe"),
    @JsonSubTypes.Type(value = ClientMessage.Unsubscribe.class, name = "unsubscribe"),
    @JsonSubTypes.Type(value = ClientMessage.Push.class, name = "push"),
    @JsonSubTypes.Type(value = ClientMessage.Digest.class, name = "digest"),
    @JsonSubTypes.Type(value = ClientMessage.Fetch.class, name = "fetch"),
    @JsonSubTypes.Type(value = ClientMessage.Presence.class, name = "presence"),
    @JsonSubTypes.Type(value = ClientMessage.Publish.class, name = "handoff.publish"),
    @JsonSubTypes.Type(value = ClientMessage.Claim.class, name = "handoff.claim"),
    @JsonSubTypes.Type(value = ClientMessage.Release.class, name = "handoff.release"),
    @JsonSubTypes.Type(value = ClientMessage.End.class, name = "handoff.end"),
    @JsonSubTypes.Type(value = ClientMessage.Token.class, name = "token"),
    @JsonSubTypes.Type(value = ClientMessage.Ping.class, name = "ping")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ClientMessage {

    /**
     * The first message of a connection.
     *
     * @param token the access token, unless the upgrade carried it in {@code Authorization}
     */
    record Hello(
            @Nullable Integer protocol,
            @Nullable String token,
            @Nullable Device device) implements ClientMessage {}

    /**
     * The device that speaks.
     *
     * @param id equals the {@code did} of the token
     * @param node the node id of its clock, 16 hexadecimal digits
     */
    record Device(
            @Nullable UUID id,
            @Nullable String name,
            @Nullable String platform,
            @Nullable String node) {}

    /**
     * Asks for everything in these collections, then for what becomes of it.
     *
     * @param sub the name of the subscription, chosen by the device, unique in the connection
     * @param storeId the personal store when left out
     * @param where which records, in the syntax of {@code docs/specs/sync-protocol.md}, section 4; with it, there is exactly one collection
     * @param cursor goes on from there
     * @param next goes on with a snapshot that was broken off
     */
    record Subscribe(
            @Nullable String ref,
            @Nullable String sub,
            @Nullable UUID storeId,
            @Nullable List<String> collections,
            @Nullable Object where,
            @Nullable String cursor,
            @Nullable String next)
            implements ClientMessage {}

    record Unsubscribe(@Nullable String ref, @Nullable String sub) implements ClientMessage {}

    /**
     * Sends ops, oldest first.
     *
     * @param ops as they arrived; each is read, and refused, by itself
     * @param atomic all of them, which then have one owner, or none
     */
    record Push(
            @Nullable String ref,
            @Nullable UUID storeId,
            @Nullable List<@Nullable Object> ops,
            @Nullable Boolean atomic)
            implements ClientMessage {}

    /**
     * Asks for the digest of a collection.
     *
     * @param leaf the hashes of the records of one leaf, 0 to 255, instead of the sums of all
     */
    record Digest(
            @Nullable String ref,
            @Nullable UUID storeId,
            @Nullable String collection,
            @Nullable Integer leaf) implements ClientMessage {}

    /** Asks for these records as they stand. */
    record Fetch(
            @Nullable String ref,
            @Nullable UUID storeId,
            @Nullable String collection,
            @Nullable List<@Nullable UUID> ids)
            implements ClientMessage {}

    /** What concerns the other devices of the store, at this moment and beside the log. */
    sealed interface OfCompany extends ClientMessage {

        /** The personal store when left out. */
        @Nullable
        UUID storeId();

        @Nullable
        String ref();
    }

    /**
     * Tells the store's other devices what this one is at. It holds for 45 s after the last one.
     *
     * @param ref repeated by the error that refuses it; there is no answer to one that was taken
     * @param state small; takes back what was told when it is left out
     */
    record Presence(
            @Nullable String ref,
            @Nullable UUID storeId,
            @Nullable Map<String, @Nullable Object> state) implements OfCompany {}

    /** Begins an activity on this device, or tells how far it is. */
    record Publish(
            @Nullable String ref,
            @Nullable UUID storeId,
            @Nullable Draft activity) implements OfCompany {}

    /**
     * What a device says of an activity.
     *
     * @param id chosen by the device that begins it
     * @param kind what is done: {@code reading}, {@code writing}, …
     * @param resource what it is done with, as apps understand it
     * @param title for people
     * @param state how far it is, as apps understand it
     * @param version that this device has it under; absent or 0 when it begins it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Draft(
            @Nullable UUID id,
            @Nullable String kind,
            @Nullable String resource,
            @Nullable String title,
            @Nullable Map<String, @Nullable Object> state,
            @Nullable Long version) {}

    /**
     * Takes an activity over.
     *
     * @param version that was seen of it
     * @param deviceId who shall have it, this device when left out
     */
    record Claim(
            @Nullable String ref,
            @Nullable UUID storeId,
            @Nullable UUID activityId,
            @Nullable Long version,
            @Nullable UUID deviceId)
            implements OfCompany {}

    /**
     * Lets go of an activity.
     *
     * @param version that this device has it under
     * @param state how far it is; as it was told last when left out
     * @param deviceId who shall have it; whoever has claimed it, or nobody, when left out
     */
    record Release(
            @Nullable String ref,
            @Nullable UUID storeId,
            @Nullable UUID activityId,
            @Nullable Long version,
            @Nullable Map<String, @Nullable Object> state,
            @Nullable UUID deviceId)
            implements OfCompany {}

    /**
     * The activity is over, on whatever device it is.
     *
     * @param version that was seen of it
     */
    record End(
            @Nullable String ref,
            @Nullable UUID storeId,
            @Nullable UUID activityId,
            @Nullable Long version) implements OfCompany {}

    /** Replaces the access token before it expires. */
    record Token(@Nullable String ref, @Nullable String token) implements ClientMessage {}

    /**
     * Shows that the device is there.
     *
     * @param t the device's own, repeated in the answer
     */
    record Ping(@Nullable Object t) implements ClientMessage {}
}
