package dev.xeocontext.sync;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import java.util.Map;
import java.util.UUID;

/** Events as an owner of todos makes them. */
public final class Events {

    private Events() {}

    /** What an op makes of a record that nobody else writes. */
    static RecordChanged change(UUID storeId, UUID deviceId, Op op) {
        Hlc clock = op.hlc() == null ? new Hlc(0, 0, 0) : op.hlc();
        Deletion deletion = op.kind() == OpKind.PUT ? null : new Deletion(op.kind() == OpKind.DELETE, clock);
        return new RecordChanged(
                storeId,
                op.collection(),
                op.id(),
                op.kind(),
                op.fields(),
                clock.toString(),
                deletion,
                op.opId(),
                deviceId);
    }

    public static CloudEvent<RecordChanged> event(UUID id, RecordChanged change) {
        return CloudEvent.changed(id, "todos", "2026-11-21T12:00:00Z", null, change);
    }

    /** A todo gets a title. */
    public static CloudEvent<RecordChanged> titled(UUID storeId, UUID todo, String title, long millis) {
        String clock = new Hlc(millis, 0, 1).toString();
        return event(
                UUID.randomUUID(),
                new RecordChanged(storeId, "todos", todo, OpKind.PUT, Map.of("title", title), clock, null, null, null));
    }
}
