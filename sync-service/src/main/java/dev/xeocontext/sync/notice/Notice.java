package dev.xeocontext.sync.notice;

import dev.xeocontext.contracts.event.EventRoute;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Something that devices of a store are told, on whatever replica they are. Published on the store's channel of Redis, which every
 * replica listens to, the one that publishes included: so all devices hear the notices of a store in one order.
 *
 * @param frame the message, as JSON
 */
public record Notice(UUID storeId, Audience audience, String frame) {

    private static final String CHANNEL = "xeo.sync.notices.";
    private static final int PARTS = 3;

    /** Where it is published. */
    public String channel() {
        return CHANNEL + EventRoute.slot(storeId);
    }

    /** All channels that notices come on. */
    public static List<String> channels() {
        return IntStream.range(0, EventRoute.SLOTS)
                .mapToObj(slot -> CHANNEL + slot)
                .toList();
    }

    /** What is published: store, audience and frame, separated by spaces. */
    public String text() {
        return storeId + " " + audience.text() + ' ' + frame;
    }

    /** Reads it back; empty when it is of a version that this replica does not know. */
    public static Optional<Notice> parse(String text) {
        String[] parts = text.split(" ", PARTS);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            UUID store = UUID.fromString(parts[0]);
            return Audience.parse(parts[1]).map(audience -> new Notice(store, audience, parts[2]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
