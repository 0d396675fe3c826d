package dev.xeocontext.kit.http;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.json.CanonicalJson;
import dev.xeocontext.contracts.json.InvalidJsonValue;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.op.Decision;
import dev.xeocontext.kit.op.Guard;
import dev.xeocontext.kit.op.Held;
import dev.xeocontext.kit.op.OpApplication;
import dev.xeocontext.kit.op.Write;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Draft;
import dev.xeocontext.kit.record.Drafting;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.kit.trace.TraceParent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes of records over REST: the same ops as those of devices, through the same path, with a clock of the service. Each
 * answers with the record as it stands afterwards, and fails with the problem that refused it.
 */
public final class RecordWrites {

    private final OpApplication application;
    private final Ids ids;

    RecordWrites(OpApplication application, Ids ids) {
        this.application = application;
        this.ids = ids;
    }

    /**
     * Creates a record of a body.
     *
     * @param path of the request, part of what the idempotency key stands for
     */
    public Uni<Held> create(
            Caller caller,
            CollectionType type,
            @Nullable Map<String, @Nullable Object> body,
            String path,
            @Nullable String idempotencyKey) {
        Map<String, @Nullable Object> fields = normalized(body);
        Draft draft = Drafting.ofNewBody(type, fields);
        if (idempotencyKey == null) {
            return write(caller, type, ids.next(), ids.next(), OpKind.PUT, draft, Guard.NONE, null);
        }
        IdempotencyKey key = new IdempotencyKey(caller.storeId(), path, idempotencyKey);
        Long fingerprint = IdempotencyKey.fingerprint(CanonicalJson.write(fields));
        return write(caller, type, key.opId(), key.recordId(), OpKind.PUT, draft, Guard.NONE, fingerprint);
    }

    /** Applies a JSON merge patch (RFC 7396): {@code null} clears a field; a set is replaced as a whole. */
    public Uni<Held> patch(
            Caller caller,
            CollectionType type,
            UUID id,
            @Nullable Map<String, @Nullable Object> body,
            @Nullable String ifMatch) {
        Draft draft = Drafting.ofBody(type, normalized(body));
        return write(caller, type, ids.next(), id, OpKind.PUT, draft, RecordGuards.visible(ifMatch), null);
    }

    public Uni<Held> delete(Caller caller, CollectionType type, UUID id, @Nullable String ifMatch) {
        return write(caller, type, ids.next(), id, OpKind.DELETE, Draft.DELETE, RecordGuards.visible(ifMatch), null);
    }

    /** Shows a deleted record again; one that is not deleted stays as it is, one that is purged is gone. */
    public Uni<Held> restore(Caller caller, CollectionType type, UUID id, @Nullable String ifMatch) {
        return write(caller, type, ids.next(), id, OpKind.RESTORE, Draft.SHOW, RecordGuards.known(ifMatch), null);
    }

    private Uni<Held> write(
            Caller caller,
            CollectionType type,
            UUID opId,
            UUID id,
            OpKind kind,
            Draft draft,
            Guard guard,
            @Nullable Long fingerprint) {
        Op op = new Op(opId, type.name(), id, kind, null, Map.of(), Map.of());
        Write write = new Write(
                caller.storeId(), caller.deviceId(), type, op, draft, guard, fingerprint, TraceParent.current());
        return application
                .apply(List.of(write))
                .map(applied -> held(applied.decisions().getFirst()));
    }

    private static Held held(Decision decision) {
        return switch (decision) {
            case Decision.Taken taken -> taken.held();
            case Decision.Repeated repeated -> repeated.held();
            case Decision.Refused refused -> throw new ProblemException(refused.problem());
        };
    }

    private static Map<String, @Nullable Object> normalized(@Nullable Map<String, @Nullable Object> body) {
        if (body == null) {
            throw new ProblemException(ProblemCode.MALFORMED_BODY, "A JSON object is required");
        }
        try {
            return JsonValues.normalizeObject(body);
        } catch (InvalidJsonValue e) {
            throw new ProblemException(
                    ProblemCode.VALIDATION_FAILED,
                    null,
                    List.of(new Problem.Fault(e.pointer(), String.valueOf(e.getMessage()))));
        }
    }
}
