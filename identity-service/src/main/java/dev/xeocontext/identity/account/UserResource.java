package dev.xeocontext.identity.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.kit.access.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/users/me")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "users")
class UserResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Accounts accounts;
    private final CurrentCaller caller;

    UserResource(Accounts accounts, CurrentCaller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "me", summary = "Who is signed in")
    public Uni<UserView> get() {
        return accounts.withId(caller.get().userId()).map(UserView::of);
    }

    @PATCH
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(operationId = "changeMe", summary = "Change the display name with a JSON merge patch (RFC 7396)")
    public Uni<UserView> change(
            @RequestBody(content = @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = Profile.class)))
                    @Nullable
                    JsonNode patch) {
        return accounts.change(caller.get().userId(), ProfilePatch.parse(patch)).map(UserView::of);
    }

    /** What a patch may name; for the API document. */
    record Profile(
            @Schema(nullable = true, maxLength = ProfilePatch.MAX_NAME) @Nullable
            String displayName) {}
}
