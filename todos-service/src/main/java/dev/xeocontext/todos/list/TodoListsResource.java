package dev.xeocontext.todos.list;

import dev.xeocontext.kit.access.CurrentCaller;
import dev.xeocontext.kit.http.RecordBodies;
import dev.xeocontext.kit.http.RecordEndpoint;
import dev.xeocontext.kit.http.RecordWrites;
import dev.xeocontext.kit.query.PageRequest;
import dev.xeocontext.kit.query.RecordQuery;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/todo-lists}: the lists of todos of the caller's store. */
@Path(TodoListsResource.PATH)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "lists of todos")
public final class TodoListsResource {

    static final String PATH = "/v1/todo-lists";

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final CurrentCaller caller;
    private final RecordEndpoint<TodoListEntity> endpoint;

    TodoListsResource(CurrentCaller caller, TodoListRepository repository, RecordWrites writes, RecordBodies bodies) {
        this.caller = caller;
        this.endpoint = new RecordEndpoint<>(TodoListCollection.TYPE, PATH, repository, writes, bodies);
    }

    @GET
    @WithSession
    @Operation(summary = "Lists lists of todos")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TodoListSchema.Listing.class)))
    public Uni<Response> list(@BeanParam TodoListFilter filter, @BeanParam PageRequest page, @Context UriInfo request) {
        RecordQuery<TodoListEntity> query = RecordQuery.of(caller.get().storeId(), TodoListEntity.ORDERS, page);
        return endpoint.list(filter.narrow(query), request);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Creates a list of todos")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = TodoListSchema.class)))
    public Uni<Response> create(
            @RequestBody(content = @Content(schema = @Schema(implementation = TodoListSchema.Writable.class))) @Nullable
                    Map<String, @Nullable Object> body,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        return endpoint.create(caller.get(), body, idempotencyKey);
    }

    @GET
    @Path("/{id}")
    @WithSession
    @Operation(summary = "Reads a list of todos")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TodoListSchema.class)))
    public Uni<Response> get(UUID id) {
        return endpoint.get(caller.get(), id);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes fields of a list of todos", description = "A JSON merge patch: null clears a field")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TodoListSchema.class)))
    public Uni<Response> patch(
            UUID id,
            @RequestBody(content = @Content(schema = @Schema(implementation = TodoListSchema.Writable.class))) @Nullable
                    Map<String, @Nullable Object> body,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        return endpoint.patch(caller.get(), id, body, ifMatch);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Deletes a list of todos", description = "It can be restored")
    @APIResponse(responseCode = "204")
    public Uni<Response> delete(UUID id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return endpoint.delete(caller.get(), id, ifMatch);
    }

    @POST
    @Path("/{id}/restore")
    @Operation(summary = "Restores a list of todos that was deleted")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TodoListSchema.class)))
    public Uni<Response> restore(UUID id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return endpoint.restore(caller.get(), id, ifMatch);
    }
}
