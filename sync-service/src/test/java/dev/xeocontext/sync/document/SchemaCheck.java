package dev.xeocontext.sync.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Holds JSON against those parts of JSON Schema that the document uses; members that a schema doesn't name are faults. */
final class SchemaCheck {

    private final JsonNode document;

    SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with the value, each fault with its place. */
    List<String> faults(JsonNode schema, JsonNode value, String place) {
        if (schema.has("$ref")) {
            JsonNode target = document.at(schema.get("$ref").textValue().substring(1));
            return faults(target, value, place);
        }
        if (schema.has("oneOf")) {
            return faultsOfChoice(schema.get("oneOf"), value, place);
        }
        List<String> faults = new ArrayList<>();
        if (schema.has("type") && !isOf(schema.get("type").textValue(), value)) {
            faults.add(place + " is no " + schema.get("type").textValue());
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            faults.add(place + " is not " + schema.get("const"));
        }
        if (schema.has("pattern")
                && !value.asText().matches(schema.get("pattern").textValue())) {
            faults.add(place + " does not match");
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            faults.add(place + " is none of " + schema.get("enum"));
        }
        addFaultsOfContent(schema, value, place, faults);
        return faults;
    }

    private List<String> faultsOfChoice(JsonNode choices, JsonNode value, String place) {
        int fitting = 0;
        for (JsonNode choice : choices) {
            fitting += faults(choice, value, place).isEmpty() ? 1 : 0;
        }
        return fitting == 1 ? List.of() : List.of(place + " fits " + fitting + " of the choices");
    }

    private void addFaultsOfContent(JsonNode schema, JsonNode value, String place, List<String> faults) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.textValue())) {
                faults.add(place + " lacks " + name);
            }
        });
        if (schema.has("properties")) {
            value.properties().forEach(member -> {
                JsonNode known = schema.get("properties").path(member.getKey());
                String inside = place + '/' + member.getKey();
                faults.addAll(
                        known.isMissingNode()
                                ? List.of(inside + " is not known")
                                : faults(known, member.getValue(), inside));
            });
        }
        if (schema.has("additionalProperties")) {
            value.properties()
                    .forEach(member -> faults.addAll(faults(
                            schema.get("additionalProperties"), member.getValue(), place + '/' + member.getKey())));
        }
        if (schema.has("items")) {
            value.forEach(item -> faults.addAll(faults(schema.get("items"), item, place + "/[]")));
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalArgumentException("no such type is used: " + type);
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
