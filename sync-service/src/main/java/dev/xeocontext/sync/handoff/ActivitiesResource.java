package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.query.Page;
import dev.xeocontext.sync.revoke.SignedIn;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/sync/activities}: handoff for clients without a socket. The version is the tag of an activity. */
@Path(ActivitiesResource.PATH)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "activities")
public final class ActivitiesResource {

    static final String PATH = "/v1/sync/activities";
    private static final String MESSAGE = "/activity";

    private final SignedIn who;
    private final Activities activities;
    private final Grants grants;
    private final HistoryRepository history;

    ActivitiesResource(SignedIn who, Activities activities, Grants grants, HistoryRepository history) {
        this.who = who;
        this.activities = activities;
        this.grants = grants;
        this.history = history;
    }

    @GET
    @Operation(summary = "Lists the activities of the store, the one that changed last first")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ActivityBody.Listing.class)))
    public Uni<Response> list() {
        return activities
                .of(who.caller().storeId())
                .map(items -> fresh(Response.ok(new Page<>(items, null))).build());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Reads an activity")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Activity.class)))
    public Uni<Response> get(@PathParam("id") UUID id) {
        return activities.one(who.caller().storeId(), id).map(ActivitiesResource::found);
    }

    /** The state of a device that has the activity no longer is refused, and is in the history. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begins an activity on this device, or tells how far it is")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Activity.class)))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Activity.class)))
    public Uni<Response> publish(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @Nullable ActivityBody body) {
        Caller caller = who.caller();
        long version = Preconditions.version(ifMatch, ifNoneMatch);
        if (body == null) {
            throw new ProblemException(ProblemCode.MALFORMED_BODY, "The body is not an activity");
        }
        boolean hasPrecondition = ifMatch != null || ifNoneMatch != null;
        return activities
                .publishing(caller.storeId(), caller.deviceId(), body.draft(id, version))
                .onFailure(ProblemException.class)
                .transform(failure -> answer(failure, hasPrecondition))
                .map(activity -> version == 0 ? begun(activity) : found(activity));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Ends an activity, on whatever device it is")
    @APIResponse(responseCode = "204")
    public Uni<Response> end(@PathParam("id") UUID id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Caller caller = who.caller();
        long version = Preconditions.version(ifMatch);
        return activities
                .end(caller.storeId(), new ClientMessage.End(null, null, id, version))
                .onFailure(ProblemException.class)
                .transform(failure -> answer(failure, true))
                .map(ended -> Response.noContent().build());
    }

    /** Answered once the activity is there: the device that has it is given 2 s to let go of it. */
    @POST
    @Path("{id}/claim")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Takes an activity over, to this device or another one that is connected")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Activity.class)))
    public Uni<Response> claim(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            ActivityBody.@Nullable Claim body) {
        Caller caller = who.caller();
        long version = Preconditions.version(ifMatch);
        UUID device = body == null || body.deviceId() == null ? caller.deviceId() : body.deviceId();
        return grants.claim(caller.storeId(), caller.deviceId(), id, version, device)
                .onFailure(ProblemException.class)
                .transform(failure -> answer(failure, true))
                .map(ActivitiesResource::found);
    }

    @POST
    @Path("{id}/release")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Lets go of an activity, or sends it to another device that is connected")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Activity.class)))
    public Uni<Response> release(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            ActivityBody.@Nullable Release body) {
        Caller caller = who.caller();
        ActivityBody.Release said = body == null ? new ActivityBody.Release(null, null) : body;
        ClientMessage.Release release = new ClientMessage.Release(
                null, null, id, Preconditions.version(ifMatch), said.state(), said.deviceId());
        return activities
                .releasing(caller.storeId(), caller.deviceId(), release)
                .onFailure(ProblemException.class)
                .transform(failure -> answer(failure, true))
                .map(ActivitiesResource::found);
    }

    @GET
    @Path("{id}/history")
    @Operation(summary = "Lists what an activity was, and what was told of it too late, the latest first")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ActivityBody.HistoryPage.class)))
    public Uni<Response> history(
            @PathParam("id") UUID id, @BeanParam HistoryParameters parameters, @Context UriInfo request) {
        return history.latest(who.caller().storeId(), id, parameters.before(), parameters.size() + 1)
                .map(states -> fresh(
                                Response.fromResponse(parameters.page(states).answer(request)))
                        .build());
    }

    private static Response found(Activity activity) {
        return tagged(Response.ok(activity), activity);
    }

    private static Response begun(Activity activity) {
        return tagged(
                Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.LOCATION, PATH + "/" + activity.id())
                        .entity(activity),
                activity);
    }

    private static Response tagged(Response.ResponseBuilder response, Activity activity) {
        return fresh(response)
                .header(HttpHeaders.ETAG, Preconditions.tag(activity.version()))
                .build();
    }

    private static Response.ResponseBuilder fresh(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** What is wrong with a message is wrong with the body here, and a version that is stale is a precondition that fails. */
    private static Throwable answer(Throwable failure, boolean hasPrecondition) {
        if (failure instanceof Conflict conflict) {
            return conflict.isStale() && hasPrecondition
                    ? new ProblemException(ProblemCode.PRECONDITION_FAILED, conflict.getMessage())
                    : conflict;
        }
        return failure instanceof ProblemException problem
                        && !problem.problem().errors().isEmpty()
                ? inBody(problem)
                : failure;
    }

    private static ProblemException inBody(ProblemException failure) {
        List<Problem.Fault> faults = failure.problem().errors().stream()
                .map(fault -> new Problem.Fault(inBody(fault.pointer()), fault.detail()))
                .toList();
        return new ProblemException(failure.code(), failure.problem().detail(), faults);
    }

    private static String inBody(String pointer) {
        return pointer.startsWith(MESSAGE + '/') ? pointer.substring(MESSAGE.length()) : pointer;
    }
}
