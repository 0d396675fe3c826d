package dev.xeocontext.local.stack.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The golden messages of devices, bent: at every place of each stands, in turn, what does not belong there. */
final class BentMessages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "\u0001bent\u0001";
    private static final String MARK_AS_JSON = "\"\\u0001bent\\u0001\"";

    /** As they stand in a frame; not all of them are something that a library would write. */
    private static final List<String> MISFITS = List.of(
            "null",
            "true",
            "-1",
            "0.5",
            "1e999999999",
            "123456789012345678901234567890",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(70_000) + "\"",
            "[]",
            "[null]",
            "{}",
            "[".repeat(60) + "]".repeat(60),
            "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000));

    private final List<String> frames = new ArrayList<>();

    private BentMessages() {}

    /** Of every type that a device may say, or of one type. */
    static List<String> of(String type) throws IOException {
        var bent = new BentMessages();
        var golden = JSON.readTree(StackExtension.home()
                .resolve("shared-contracts/vectors/messages.json")
                .toFile());
        for (var message : golden.path("client")) {
            if (message.path("type").asText().matches(type)) {
                bent.bend(message, message);
            }
        }
        return bent.frames;
    }

    private void bend(JsonNode message, JsonNode at) {
        switch (at) {
            case ObjectNode object ->
                object.propertyStream()
                        .toList()
                        .forEach(member ->
                                bend(message, member.getValue(), value -> object.replace(member.getKey(), value)));
            case ArrayNode array -> {
                for (int place = 0; place < array.size(); place++) {
                    int here = place;
                    bend(message, array.get(place), value -> array.set(here, value));
                }
            }
            default -> {}
        }
    }

    private void bend(JsonNode message, JsonNode value, Consumer<JsonNode> place) {
        place.accept(JSON.getNodeFactory().textNode(MARK));
        var text = message.toString();
        MISFITS.forEach(misfit -> frames.add(text.replace(MARK_AS_JSON, misfit)));
        place.accept(value);
        bend(message, value);
    }
}
