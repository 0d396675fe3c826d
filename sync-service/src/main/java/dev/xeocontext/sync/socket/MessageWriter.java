package dev.xeocontext.sync.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.ServerMessage;
import jakarta.inject.Singleton;

/** Writes messages as frames. */
@Singleton
public class MessageWriter {

    private final ObjectMapper json;

    MessageWriter(ObjectMapper json) {
        this.json = json;
    }

    public String write(ServerMessage message) {
        try {
            return json.writerFor(ServerMessage.class).writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every message can be written", e);
        }
    }
}
