package dev.xeocontext.sync.notice;

import java.util.Optional;
import java.util.UUID;

/** Which devices of a store are told. As text: a letter and the device, if there is one. */
public sealed interface Audience {

    /** All of them. */
    record Everyone() implements Audience {

        @Override
        public boolean includes(UUID device) {
            return true;
        }

        @Override
        public String text() {
            return "*";
        }
    }

    /** All but one. */
    record Others(UUID deviceId) implements Audience {

        @Override
        public boolean includes(UUID device) {
            return !device.equals(deviceId);
        }

        @Override
        public String text() {
            return "-" + deviceId;
        }
    }

    /** One of them. */
    record Only(UUID deviceId) implements Audience {

        @Override
        public boolean includes(UUID device) {
            return device.equals(deviceId);
        }

        @Override
        public String text() {
            return "+" + deviceId;
        }
    }

    boolean includes(UUID device);

    String text();

    /** Reads it back; empty when it is of a version that this replica does not know. */
    static Optional<Audience> parse(String text) {
        if (text.equals("*")) {
            return Optional.of(new Everyone());
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            UUID device = UUID.fromString(text.substring(1));
            return switch (text.charAt(0)) {
                case '-' -> Optional.of(new Others(device));
                case '+' -> Optional.of(new Only(device));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
