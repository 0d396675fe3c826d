package dev.xeocontext.local.stack.system.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;

/** Messages as text. */
final class Frames {

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    String write(ClientMessage message) {
        try {
            return json.writerFor(ClientMessage.class).writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message can be written", e);
        }
    }

    /** @throws IllegalArgumentException when it is no message of the protocol */
    ServerMessage read(String frame) {
        try {
            return json.readValue(frame, ServerMessage.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    BatchLimit limit(int ops, int bytes) {
        return new BatchLimit(json, ops, bytes);
    }
}
