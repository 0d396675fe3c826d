package dev.xeocontext.sync.fallback;

import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.sync.revoke.SignedIn;
import dev.xeocontext.sync.socket.Welcomes;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/sync/welcome}: what {@code hello} is answered with, without a socket. No device comes online by it. */
@Path("/v1/sync/welcome")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sync without a socket")
public final class WelcomeResource {

    private final SignedIn who;
    private final Welcomes welcomes;

    WelcomeResource(SignedIn who, Welcomes welcomes) {
        this.who = who;
        this.welcomes = welcomes;
    }

    @GET
    @Operation(summary = "Says what a client has to know before anything else")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Welcome.class)))
    public Uni<Response> welcome() {
        return welcomes.of(who.caller())
                .map(welcome ->
                        Response.ok(welcome).header("Cache-Control", "no-store").build());
    }
}
