package dev.xeocontext.sync.revoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.SessionRevoked;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads messages of the broker: CloudEvents in a JSON batch, or one by itself. */
@Singleton
class RevocationMessages {

    private final ObjectMapper json;

    RevocationMessages(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The revoked sessions in a message; happenings of other types are passed over.
     *
     * @throws IllegalArgumentException when it is not what identity-service publishes
     */
    List<SessionRevoked> read(byte[] body) {
        JsonNode message = parse(body);
        Iterable<JsonNode> events = message.isArray() ? message : List.of(message);
        List<SessionRevoked> sessions = new ArrayList<>();
        for (JsonNode event : events) {
            if (SessionRevoked.TYPE.equals(event.path("type").textValue())) {
                sessions.add(session(event.path("data")));
            }
        }
        return sessions;
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private SessionRevoked session(JsonNode data) {
        try {
            SessionRevoked session = json.treeToValue(data, SessionRevoked.class);
            if (session == null || session.sessionId() == null) {
                throw new IllegalArgumentException("no session is named");
            }
            return session;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a revoked session: " + e.getOriginalMessage(), e);
        }
    }
}
