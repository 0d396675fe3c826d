package dev.xeocontext.bench.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Messages as text. Safe for several threads. */
public final class Frames {

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final ObjectWriter writer = json.writerFor(ClientMessage.class);
    private final ObjectReader reader = json.readerFor(ServerMessage.class);

    public String write(ClientMessage message) {
        try {
            return writer.writeValueAsString(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Incoming read(String frame) {
        try {
            return isDelta(frame) ? new Incoming.Events(opIds(frame)) : new Incoming.Whole(reader.readValue(frame));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isDelta(String frame) throws IOException {
        try (var parser = json.createParser(frame)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (name.equals("type")) {
                    return parser.getText().equals("delta");
                }
                parser.skipChildren();
            }
            return false;
        }
    }

    private List<String> opIds(String delta) throws IOException {
        var found = new ArrayList<String>();
        try (var parser = json.createParser(delta)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    skipUnlessEventOf(parser, found);
                }
            }
        }
        return found;
    }

    /** Goes into {@code events}, notes {@code opId}, and passes over every other member. */
    private static void skipUnlessEventOf(JsonParser parser, List<String> found) throws IOException {
        var name = parser.currentName();
        parser.nextToken();
        switch (name) {
            case "events" -> {}
            case "opId" -> found.add(parser.getText());
            default -> parser.skipChildren();
        }
    }
}
