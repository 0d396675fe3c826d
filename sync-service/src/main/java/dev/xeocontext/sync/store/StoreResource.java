package dev.xeocontext.sync.store;

import dev.xeocontext.kit.access.DeploymentSecret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Tells what sync-service knows of a store: for operators and other services. Never routed by the gateway. */
@Path("/internal/v1/stores/{storeId}")
@RolesAllowed(DeploymentSecret.ROLE)
class StoreResource {

    private final StoreRepository stores;

    StoreResource(StoreRepository stores) {
        this.stores = stores;
    }

    @GET
    @Operation(hidden = true)
    public Uni<StoreStatus> status(@PathParam("storeId") UUID storeId) {
        return stores.status(storeId);
    }
}
