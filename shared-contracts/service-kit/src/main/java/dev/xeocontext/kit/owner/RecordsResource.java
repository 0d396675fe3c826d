package dev.xeocontext.kit.owner;

import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerQuestion;
import dev.xeocontext.contracts.owner.OwnerRecords;
import dev.xeocontext.kit.access.DeploymentSecret;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The records of any store, for services that compare theirs with them. Never routed by the gateway. */
@Path("/internal/v1/records")
@RolesAllowed(DeploymentSecret.ROLE)
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
@EndpointDisabled(name = "xeo.records.enabled", stringValue = "false", disableIfMissing = true)
public final class RecordsResource {

    private final OwnerAnswers answers;

    RecordsResource(OwnerAnswers answers) {
        this.answers = answers;
    }

    @POST
    @Path("/digest")
    @Operation(hidden = true)
    public Uni<OwnerDigest> digest(@Nullable OwnerQuestion question) {
        return answers.digest(question);
    }

    @POST
    @Path("/leaf")
    @Operation(hidden = true)
    public Uni<OwnerLeaf> leaf(@Nullable OwnerQuestion question) {
        return answers.leaf(question);
    }

    @POST
    @Path("/fetch")
    @Operation(hidden = true)
    public Uni<OwnerRecords> fetch(@Nullable OwnerQuestion question) {
        return answers.fetch(question);
    }
}
