package dev.xeocontext.sync.fallback;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.sync.ClientMessage.Push;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.push.LimitsConfig;
import dev.xeocontext.sync.push.Pushes;
import dev.xeocontext.sync.revoke.SignedIn;
import dev.xeocontext.sync.socket.MessageReader;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/sync/push}: ops without a socket. Sent again they do nothing: their ids are known. */
@Path("/v1/sync/push")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sync without a socket")
public final class PushResource {

    private final SignedIn who;
    private final MessageReader reader;
    private final Pushes pushes;
    private final PushAllowance allowance;
    private final LimitsConfig limits;

    PushResource(SignedIn who, MessageReader reader, Pushes pushes, PushAllowance allowance, LimitsConfig limits) {
        this.who = who;
        this.reader = reader;
        this.pushes = pushes;
        this.allowance = allowance;
        this.limits = limits;
    }

    /** Answered once everything that it calls applied is committed. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sends ops")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Ack.class)))
    public Uni<Ack> push(
            @RequestBody(content = @Content(schema = @Schema(implementation = PushBody.class))) byte[] body,
            @Context HttpHeaders headers) {
        Caller caller = who.caller();
        if (body.length > limits.frameBytes()) {
            throw new ProblemException(ProblemCode.TOO_LARGE, "At most " + limits.frameBytes() + " bytes");
        }
        Push push = reader.readPush(body);
        List<@Nullable Object> ops = checked(push.ops());
        UUID storeId = push.storeId() == null ? caller.storeId() : push.storeId();
        OpBatch batch = new OpBatch(storeId, ops, push.atomic());
        String token = SignedIn.token(headers);
        return allowance
                .within(caller.sessionId(), rate -> pushes.push(caller, token, batch, rate))
                .map(results -> new Ack(push.ref(), results));
    }

    private List<@Nullable Object> checked(@Nullable List<@Nullable Object> ops) {
        if (ops == null) {
            Problem.Fault fault = new Problem.Fault("/ops", "is missing");
            throw new ProblemException(ProblemCode.MALFORMED_BODY, null, List.of(fault));
        }
        if (ops.size() > limits.opsPerPush()) {
            throw new ProblemException(ProblemCode.TOO_LARGE, "At most " + limits.opsPerPush() + " ops in a push");
        }
        return ops;
    }
}
