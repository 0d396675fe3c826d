package dev.xeocontext.identity.session;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.kit.access.DeploymentSecret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What was revoked of late, for services that may have missed the events. Never routed by the gateway. */
@Path("/internal/v1/sessions/revoked")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(DeploymentSecret.ROLE)
class RevokedSessionsResource {

    private final RecentRevocations recent;

    RevokedSessionsResource(RecentRevocations recent) {
        this.recent = recent;
    }

    @GET
    @Operation(hidden = true)
    public Uni<RevokedSessions> since(@QueryParam("since") @Nullable Long since) {
        if (since == null) {
            throw new ProblemException(ProblemCode.INVALID_PARAMETER, "since is missing");
        }
        return recent.since(since);
    }
}
