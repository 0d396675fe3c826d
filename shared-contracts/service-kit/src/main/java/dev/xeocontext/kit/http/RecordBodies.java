package dev.xeocontext.kit.http;

import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.kit.op.Held;
import dev.xeocontext.kit.op.StateColumns;
import dev.xeocontext.kit.query.RecordEntity;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.FieldType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records as REST shows them: the id, every field of the collection (what its declaration says
 * where it was never written), {@code createdAt} and {@code updatedAt}.
 */
public final class RecordBodies {

    private final StateColumns columns;

    RecordBodies(StateColumns columns) {
        this.columns = columns;
    }

    public Map<String, @Nullable Object> of(CollectionType type, RecordEntity entity) {
        return body(type, entity.id(), columns.object(entity.fieldsText()), entity.createdAt(), entity.updatedAt());
    }

    public Map<String, @Nullable Object> of(CollectionType type, Held held) {
        return body(type, held.id(), WireState.of(held.state()).fields(), held.createdAt(), held.updatedAt());
    }

    private static Map<String, @Nullable Object> body(
            CollectionType type,
            UUID id,
            Map<String, @Nullable Object> fields,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", id);
        for (FieldType field : type.fields().values()) {
            body.put(field.name(), fields.getOrDefault(field.name(), field.absent()));
        }
        body.put("createdAt", createdAt);
        body.put("updatedAt", updatedAt);
        return body;
    }

    /** The answer to a read. */
    public Response found(CollectionType type, RecordEntity entity) {
        return Response.ok(of(type, entity))
                .header("ETag", ETag.of(entity.hash()))
                .build();
    }

    /** The answer to a write. */
    public Response written(CollectionType type, Held held) {
        return Response.ok(of(type, held)).header("ETag", ETag.of(held.hash())).build();
    }

    /**
     * The answer to a creation.
     *
     * @param path of the collection; {@code Location} is below it, and relative, because the gateway has another address
     */
    public Response created(CollectionType type, Held held, String path) {
        return Response.status(Response.Status.CREATED)
                .header("Location", path + '/' + held.id())
                .entity(of(type, held))
                .header("ETag", ETag.of(held.hash()))
                .build();
    }
}
