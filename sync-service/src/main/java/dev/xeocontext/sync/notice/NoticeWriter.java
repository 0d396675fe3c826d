package dev.xeocontext.sync.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.xeocontext.contracts.sync.ServerMessage;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Makes notices of messages. */
@Singleton
public class NoticeWriter {

    private final ObjectWriter json;

    public NoticeWriter(ObjectMapper json) {
        this.json = json.writerFor(ServerMessage.class);
    }

    public Notice write(UUID storeId, Audience audience, ServerMessage message) {
        try {
            return new Notice(storeId, audience, json.writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every message can be written", e);
        }
    }
}
