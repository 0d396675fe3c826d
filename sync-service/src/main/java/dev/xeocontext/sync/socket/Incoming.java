package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.ClientMessage;
import org.jspecify.annotations.Nullable;

/** What a text frame turned out to be. */
sealed interface Incoming {

    record Message(ClientMessage message) implements Incoming {}

    /** An object with a type that is not known here, perhaps of a newer client. */
    record Unknown(@Nullable String ref, String type) implements Incoming {}

    /**
     * An object that lacks something, or has something of a wrong type.
     *
     * @param type {@code null} when it has none
     */
    record Malformed(@Nullable String ref, @Nullable String type, String pointer, String detail) implements Incoming {}

    /** Not a JSON object. */
    record Garbage(String detail) implements Incoming {}
}
