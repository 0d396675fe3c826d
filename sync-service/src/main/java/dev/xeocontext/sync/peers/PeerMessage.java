package dev.xeocontext.sync.peers;

import java.util.Optional;
import java.util.UUID;

/** What one replica tells the others. As text: a letter, the replica, and two values, separated by spaces. */
sealed interface PeerMessage {

    /** Who says it; a replica does not listen to itself. */
    UUID replica();

    /** A store has moved. */
    record Moved(UUID replica, UUID storeId, long head) implements PeerMessage {

        @Override
        public String text() {
            return "m " + replica + ' ' + storeId + ' ' + head;
        }
    }

    /**
     * A device has come.
     *
     * @param arrival when: greater than those of all that came before, on any replica
     */
    record Arrived(UUID replica, UUID deviceId, UUID arrival) implements PeerMessage {

        @Override
        public String text() {
            return "a " + replica + ' ' + deviceId + ' ' + arrival;
        }
    }

    /** A store has begun a new epoch. */
    record Begun(UUID replica, UUID storeId, UUID epoch) implements PeerMessage {

        @Override
        public String text() {
            return "e " + replica + ' ' + storeId + ' ' + epoch;
        }
    }

    String text();

    /** Reads it back; empty when it is of a version that this replica does not know. */
    static Optional<PeerMessage> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            UUID replica = UUID.fromString(parts[1]);
            UUID subject = UUID.fromString(parts[2]);
            return switch (parts[0]) {
                case "m" -> Optional.of(new Moved(replica, subject, Long.parseLong(parts[3])));
                case "a" -> Optional.of(new Arrived(replica, subject, UUID.fromString(parts[3])));
                case "e" -> Optional.of(new Begun(replica, subject, UUID.fromString(parts[3])));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
