package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.access.CurrentCaller;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The ops of devices, as sync-service passes them on with the token of their user. Never routed by the gateway. */
@Path("/internal/v1/ops")
@Authenticated
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
@EndpointDisabled(name = "xeo.records.enabled", stringValue = "false", disableIfMissing = true)
public final class OpsResource {

    private final CurrentCaller caller;
    private final OpIntake intake;

    OpsResource(CurrentCaller caller, OpIntake intake) {
        this.caller = caller;
        this.intake = intake;
    }

    /** Answered once everything in the answer is committed. */
    @POST
    @Operation(hidden = true)
    public Uni<OpBatchAnswer> apply(@Nullable OpBatch batch) {
        if (batch == null || batch.storeId() == null || batch.ops() == null) {
            throw new ProblemException(ProblemCode.MALFORMED_BODY, "An object with storeId and ops is required");
        }
        Caller speaker = caller.get();
        if (!speaker.storeId().equals(batch.storeId())) {
            throw new ProblemException(ProblemCode.FOREIGN_STORE, null);
        }
        return intake.take(speaker, batch.ops(), batch.isAtomic());
    }
}
