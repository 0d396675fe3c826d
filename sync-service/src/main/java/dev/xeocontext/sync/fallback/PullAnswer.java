package dev.xeocontext.sync.fallback;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.sync.ServerMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a pull brings.
 *
 * @param messages as a socket would have brought them, in their order
 * @param cursor to ask for next; absent in the middle of a snapshot
 * @param next to ask for next, in the middle of a snapshot
 */
@RegisterForReflection
@Schema(name = "Pull")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PullAnswer(
        @Schema(
                type = SchemaType.ARRAY,
                implementation = ServerMessage.class,
                description = "reset, snapshot, delta, lagging and live, as a socket would have brought them")
        List<JsonNode> messages,

        @Nullable String cursor,

        @Nullable String next) {}
