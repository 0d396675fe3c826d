package dev.xeocontext.identity.session;

import dev.xeocontext.kit.access.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.ResponseStatus;

@Path("/v1/users/me/devices")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "devices")
class DeviceResource {

    private static final int NO_CONTENT = 204;

    private final Devices devices;
    private final CurrentCaller caller;

    DeviceResource(Devices devices, CurrentCaller caller) {
        this.devices = devices;
        this.caller = caller;
    }

    @GET
    @Cache(noStore = true)
    @Operation(operationId = "devices", summary = "What somebody signed in on, seen last first, 200 at most")
    public Uni<DeviceListing> list() {
        return devices.of(caller.get()).map(DeviceListing::new);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "renameDevice",
            summary = "Give a device a name, which goes before the one that it gives itself")
    public Uni<DeviceView> rename(UUID id, @NotNull @Valid DeviceChange change) {
        return devices.rename(caller.get(), id, change.name());
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(NO_CONTENT)
    @Operation(
            operationId = "removeDevice",
            summary = "End the sessions of a device, which is off the list until somebody signs in on it again")
    public Uni<Void> remove(UUID id) {
        return devices.remove(caller.get(), id);
    }
}
