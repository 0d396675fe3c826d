package dev.xeocontext.sync.reconcile;

import dev.xeocontext.kit.access.DeploymentSecret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Compares stores on demand, after a backup was put back or the broker lost something. Never routed by the gateway. */
@Path("/internal/v1/reconcile")
@RolesAllowed(DeploymentSecret.ROLE)
class ReconcileResource {

    /**
     * What is to be compared.
     *
     * @param storeId all stores when it is left out
     */
    public record Wanted(@Nullable UUID storeId) {}

    private final Agenda agenda;
    private final Sweeps sweeps;
    private final Reconciler reconciler;

    ReconcileResource(Agenda agenda, Sweeps sweeps, Reconciler reconciler) {
        this.agenda = agenda;
        this.sweeps = sweeps;
        this.reconciler = reconciler;
    }

    /** Begins with it at once; how it goes is told by metrics and the log of the service. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Uni<Response> reconcile(@Nullable Wanted wanted) {
        UUID storeId = wanted == null ? null : wanted.storeId();
        return (storeId == null ? sweeps.everythingDue() : due(storeId))
                .invoke(reconciler::wake)
                .replaceWith(() -> Response.accepted().build());
    }

    private Uni<Void> due(UUID storeId) {
        return agenda.due(Set.of(storeId))
                .chain(known -> known ? Uni.createFrom().voidItem() : sweeps.discoveryDue());
    }
}
