package dev.xeocontext.sync.device;

import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.revoke.SignedIn;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** {@code /v1/sync/devices}: where somebody could go on. How it changes is said over sockets. */
@Path("/v1/sync/devices")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "devices")
class DeviceResource {

    private final SignedIn who;
    private final DeviceList devices;

    DeviceResource(SignedIn who, DeviceList devices) {
        this.who = who;
        this.devices = devices;
    }

    @GET
    @Cache(noStore = true)
    @Operation(operationId = "devices", summary = "The devices of the store, seen last first")
    public Uni<DeviceListing> list(@Context HttpHeaders headers) {
        return devices.of(who.caller(), SignedIn.token(headers)).map(DeviceListing::new);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "renameDevice",
            summary = "Give a device a name; the devices that are connected are told when it is connected too")
    public Uni<DeviceView> rename(UUID id, @NotNull DeviceChange change, @Context HttpHeaders headers) {
        Caller caller = who.caller();
        return devices.rename(caller, SignedIn.token(headers), id, change);
    }
}
