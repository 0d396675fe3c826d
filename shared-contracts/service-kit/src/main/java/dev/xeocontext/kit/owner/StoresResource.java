package dev.xeocontext.kit.owner;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.owner.OwnerStores;
import dev.xeocontext.kit.access.DeploymentSecret;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The stores that have records here, page by page. Never routed by the gateway. */
@Path("/internal/v1/stores")
@RolesAllowed(DeploymentSecret.ROLE)
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
@EndpointDisabled(name = "xeo.records.enabled", stringValue = "false", disableIfMissing = true)
public final class StoresResource {

    private static final int MAX_LIMIT = 1_000;

    /** The nil UUID, which no store has, comes before all of them. */
    private static final String START = "00000000-0000-0000-0000-000000000000";

    private final StoreRepository stores;

    StoresResource(StoreRepository stores) {
        this.stores = stores;
    }

    /**
     * Answers with the stores that follow.
     *
     * @param after the last id of the page before
     */
    @GET
    @Operation(hidden = true)
    public Uni<OwnerStores> page(
            @QueryParam("after") @DefaultValue(START) UUID after,
            @QueryParam("limit") @DefaultValue("" + MAX_LIMIT) int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            Problem.Fault fault = new Problem.Fault("#limit", "must be from 1 to " + MAX_LIMIT);
            throw new ProblemException(ProblemCode.INVALID_PARAMETER, null, List.of(fault));
        }
        return stores.after(after, limit).map(OwnerStores::new);
    }
}
