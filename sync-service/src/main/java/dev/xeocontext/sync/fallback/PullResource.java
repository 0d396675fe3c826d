package dev.xeocontext.sync.fallback;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ClientMessage.Subscribe;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.push.Owners;
import dev.xeocontext.sync.revoke.SignedIn;
import dev.xeocontext.sync.socket.SubscribeRule;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/sync/pull}: what a subscription brings, without a socket. */
@Path("/v1/sync/pull")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sync without a socket")
public final class PullResource {

    private final SignedIn who;
    private final Owners owners;
    private final Pulls pulls;
    private final FallbackConfig config;
    private final ObjectMapper json;

    PullResource(SignedIn who, Owners owners, Pulls pulls, FallbackConfig config, ObjectMapper json) {
        this.who = who;
        this.owners = owners;
        this.pulls = pulls;
        this.config = config;
        this.json = json;
    }

    @GET
    @Operation(summary = "Reads records, then what becomes of them")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PullAnswer.class)))
    public Uni<Response> pull(@BeanParam PullParameters parameters) {
        Caller caller = who.caller();
        Subscribe message = parameters.subscribe(json);
        @Nullable Problem fault = SubscribeRule.fault(message, caller, owners::isKnown);
        if (fault != null) {
            throw inQuery(fault);
        }
        return pulls.pull(
                        caller.sessionId(),
                        SubscribeRule.request(message, caller),
                        parameters.items(config.mostItems()),
                        parameters.waiting(config.longestWait()))
                .map(answer ->
                        Response.ok(answer).header("Cache-Control", "no-store").build());
    }

    /** What is wrong with a message is wrong with a parameter here. */
    private static ProblemException inQuery(Problem fault) {
        ProblemCode code = ProblemCode.of(fault.code());
        List<Problem.Fault> faults = fault.errors() == null
                ? List.of()
                : fault.errors().stream()
                        .map(error -> new Problem.Fault('#' + error.pointer().substring(1), error.detail()))
                        .toList();
        return new ProblemException(
                code == ProblemCode.MALFORMED_MESSAGE ? ProblemCode.INVALID_PARAMETER : code, fault.detail(), faults);
    }
}
