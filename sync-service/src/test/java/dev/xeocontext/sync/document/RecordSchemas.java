package dev.xeocontext.sync.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.sync.ClientMessage;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON schemas of records: one for each that is asked for, and for each that those are made of. */
final class RecordSchemas {

    /** What a message of a device cannot do without. It is read leniently, so that the answer can say what is missing. */
    private static final Map<Class<?>, Set<String>> REQUIRED = Map.of(
            ClientMessage.Hello.class, Set.of("protocol", "device"),
            ClientMessage.Device.class, Set.of("id"),
            ClientMessage.Subscribe.class, Set.of("sub", "collections"),
            ClientMessage.Unsubscribe.class, Set.of("sub"),
            ClientMessage.Push.class, Set.of("ops"),
            ClientMessage.Digest.class, Set.of("collection"),
            ClientMessage.Fetch.class, Set.of("collection", "ids"),
            ClientMessage.Token.class, Set.of("token"),
            Op.class, Set.of("opId", "collection", "id", "kind", "hlc"));

    private static final Map<String, Object> CLOCK = Map.of("$ref", "#/components/schemas/Hlc");

    private final Javadocs javadocs = new Javadocs();
    private final Map<String, Object> schemas = new TreeMap<>();

    RecordSchemas() {
        schemas.put("Hlc", ordered("type", "string", "pattern", "^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$"));
        schemas.put("Clocks", clocks());
    }

    /** Of every record so far, by name. */
    Map<String, Object> all() {
        return schemas;
    }

    @Nullable
    String description(Class<?> type) {
        return javadocs.of(type);
    }

    /**
     * A reference to the schema of a record.
     *
     * @param name what it is called in the document
     * @param tag the value of its {@code type}; {@code null} when it has none
     */
    Map<String, Object> reference(String name, Class<?> type, @Nullable String tag) {
        if (!schemas.containsKey(name)) {
            schemas.put(name, Map.of());
            schemas.put(name, object(type, tag));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private Map<String, Object> object(Class<?> type, @Nullable String tag) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (tag != null) {
            properties.put("type", Map.of("const", tag));
            required.add("type");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(component.getName(), described(type, component));
            if (isRequired(type, component)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        String description = javadocs.of(type);
        if (description != null) {
            schema.put("description", description);
        }
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static boolean isRequired(Class<?> type, RecordComponent component) {
        Set<String> named = REQUIRED.get(type);
        return named == null
                ? !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                        && !component.getName().equals("errors")
                : named.contains(component.getName());
    }

    private Map<String, Object> described(Class<?> type, RecordComponent component) {
        Map<String, Object> schema = new LinkedHashMap<>();
        String description = javadocs.of(type, component.getName());
        if (description != null) {
            schema.put("description", description);
        }
        schema.putAll(
                switch (component.getName()) {
                    case "clocks" -> Map.of("$ref", "#/components/schemas/Clocks");
                    case "ops" -> ordered("type", "array", "items", reference("Op", Op.class, null));
                    default -> schema(component.getAnnotatedType());
                });
        return schema;
    }

    private Map<String, Object> schema(AnnotatedType annotated) {
        Type type = annotated.getType();
        return switch (type) {
            case ParameterizedType generic -> container((Class<?>) generic.getRawType(), annotated);
            case Class<?> plain -> schema(plain);
            default -> Map.of();
        };
    }

    private Map<String, Object> container(Class<?> raw, AnnotatedType annotated) {
        AnnotatedType[] arguments = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
        AnnotatedType content = arguments[arguments.length - 1];
        if (raw == List.class) {
            return ordered("type", "array", "items", schema(content));
        }
        if (raw == Map.class) {
            return ordered("type", "object", "additionalProperties", schema(content));
        }
        throw new IllegalArgumentException("no schema is known for " + annotated);
    }

    private Map<String, Object> schema(Class<?> type) {
        if (type == Object.class) {
            return Map.of();
        }
        if (type == String.class) {
            return Map.of("type", "string");
        }
        if (type == UUID.class) {
            return ordered("type", "string", "format", "uuid");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (Set.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
            return Map.of("type", "integer");
        }
        if (type == Hlc.class) {
            return CLOCK;
        }
        if (type.isEnum()) {
            return ordered("type", "string", "enum", constants(type));
        }
        if (type.isRecord()) {
            return reference(type.getSimpleName(), type, null);
        }
        throw new IllegalArgumentException("no schema is known for " + type);
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getFields())
                .map(field -> field.getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .toList();
    }

    private static Map<String, Object> clocks() {
        Map<String, Object> elements = ordered("type", "object", "additionalProperties", CLOCK);
        Map<String, Object> each =
                ordered("type", "object", "additionalProperties", Map.of("oneOf", List.of(CLOCK, elements)));
        return ordered(
                "description",
                "The clock that all fields share, or one of each; of a set, one of every element that it ever had",
                "oneOf",
                List.of(CLOCK, each));
    }

    private static Map<String, Object> ordered(String first, Object value, String second, Object other) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(first, value);
        members.put(second, other);
        return members;
    }
}
