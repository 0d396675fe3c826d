package dev.xeocontext.kit.http;

import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.query.RecordEntity;
import dev.xeocontext.kit.query.RecordQuery;
import dev.xeocontext.kit.query.RecordRepository;
import dev.xeocontext.kit.record.CollectionType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the REST surfaces of all collections do alike; a resource adds its paths, its filters and its documentation.
 *
 * @param <E> the entity of its listings
 */
public final class RecordEndpoint<E extends RecordEntity> {

    private final CollectionType type;
    private final String path;
    private final RecordRepository<E> repository;
    private final RecordWrites writes;
    private final RecordBodies bodies;

    /**
     * Makes the endpoint of a collection.
     *
     * @param path of the collection, {@code /v1/todos}
     */
    public RecordEndpoint(
            CollectionType type,
            String path,
            RecordRepository<E> repository,
            RecordWrites writes,
            RecordBodies bodies) {
        this.type = type;
        this.path = path;
        this.repository = repository;
        this.writes = writes;
        this.bodies = bodies;
    }

    public Uni<Response> list(RecordQuery<E> query, UriInfo request) {
        return repository
                .page(query)
                .map(page -> page.map(entity -> bodies.of(type, entity)).answer(request));
    }

    public Uni<Response> get(Caller caller, UUID id) {
        return repository.visible(caller.storeId(), id).map(entity -> bodies.found(type, entity));
    }

    public Uni<Response> create(
            Caller caller, @Nullable Map<String, @Nullable Object> body, @Nullable String idempotencyKey) {
        return writes.create(caller, type, body, path, idempotencyKey).map(held -> bodies.created(type, held, path));
    }

    public Uni<Response> patch(
            Caller caller, UUID id, @Nullable Map<String, @Nullable Object> body, @Nullable String ifMatch) {
        return writes.patch(caller, type, id, body, ifMatch).map(held -> bodies.written(type, held));
    }

    public Uni<Response> delete(Caller caller, UUID id, @Nullable String ifMatch) {
        return writes.delete(caller, type, id, ifMatch)
                .map(held -> Response.noContent().build());
    }

    public Uni<Response> restore(Caller caller, UUID id, @Nullable String ifMatch) {
        return writes.restore(caller, type, id, ifMatch).map(held -> bodies.written(type, held));
    }
}
