package dev.xeocontext.sync.socket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames. Strict about types, indifferent to members that it doesn't know. A member that comes twice is a fault of
 * the sender: the last one counts, or the message is refused. Numbers keep all of their digits on the way to the owner that judges them.
 */
@Singleton
public class MessageReader {

    /** The values of an op may be as deep as owners allow; around them is the message. */
    private static final int MAX_DEPTH = JsonValues.MAX_DEPTH + 8;

    private final ObjectMapper json = strictMapper();

    private static ObjectMapper strictMapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    Incoming read(byte[] frame) {
        try {
            ClientMessage message = json.readValue(frame, ClientMessage.class);
            return message == null ? new Incoming.Garbage("is not an object") : new Incoming.Message(message);
        } catch (JsonMappingException e) {
            return explain(frame, e);
        } catch (IOException e) {
            return new Incoming.Garbage("is not JSON");
        }
    }

    /**
     * Reads a push that is a body and need not say so.
     *
     * @throws ProblemException {@link ProblemCode#MALFORMED_BODY} when it is none
     */
    public ClientMessage.Push readPush(byte[] body) {
        try {
            ClientMessage.Push push = json.readValue(body, ClientMessage.Push.class);
            if (push != null) {
                return push;
            }
        } catch (JsonMappingException e) {
            if (!e.getPath().isEmpty()) {
                Problem.Fault fault = new Problem.Fault(pointer(e.getPath()), "is not what the protocol takes here");
                throw new ProblemException(ProblemCode.MALFORMED_BODY, null, List.of(fault));
            }
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.MALFORMED_BODY, "The body is not JSON");
        }
        throw new ProblemException(ProblemCode.MALFORMED_BODY, "The body is not a push");
    }

    /** Reads what this side wrote. */
    ServerMessage readNotice(String frame) {
        try {
            return json.readValue(frame, ServerMessage.class);
        } catch (IOException e) {
            throw new IllegalStateException("a notice is a message", e);
        }
    }

    private Incoming explain(byte[] frame, JsonMappingException failure) {
        JsonNode tree;
        try {
            tree = json.readTree(frame);
        } catch (IOException e) {
            return new Incoming.Garbage("is not JSON");
        }
        if (!tree.isObject()) {
            return new Incoming.Garbage("is not an object");
        }
        @Nullable String ref = tree.path("ref").isTextual() ? tree.path("ref").textValue() : null;
        @Nullable String type = tree.path("type").textValue();
        if (type == null) {
            return new Incoming.Malformed(ref, null, "/type", "is not a text");
        }
        if (failure instanceof InvalidTypeIdException) {
            return new Incoming.Unknown(ref, type);
        }
        return new Incoming.Malformed(ref, type, pointer(failure.getPath()), "is not what the protocol takes here");
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        return path.stream().map(MessageReader::step).collect(Collectors.joining());
    }

    private static String step(JsonMappingException.Reference reference) {
        @Nullable String name = reference.getFieldName();
        return '/' + (name == null ? Integer.toString(reference.getIndex()) : JsonValues.escape(name));
    }
}
