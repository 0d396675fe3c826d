package dev.xeocontext.sync.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import dev.xeocontext.contracts.op.OpKind;
import java.util.Map;
import java.util.UUID;

/** Changes for tests. */
public final class Changes {

    private static final RecordJson JSON = new RecordJson(new ObjectMapper());

    private Changes() {}

    /** A change as the log takes it. */
    public static NewEvent event(Change change) {
        return new NewEvent(change, JSON.state(change.changed(), change.clocks(), change.deleted()));
    }

    public static NewEvent titled(UUID storeId, UUID eventId, UUID todo, String title, long millis) {
        Hlc clock = new Hlc(millis, 0, 1);
        Change change = new Change(
                storeId,
                eventId,
                "todos",
                todo,
                OpKind.PUT,
                "{\"title\":\"" + title + "\"}",
                '"' + clock.toString() + '"',
                null,
                null,
                null);
        return new NewEvent(change, new RecordState(Map.of("title", new Register(title, clock)), null));
    }

    /** A deletion, or its opposite. */
    public static NewEvent deletion(UUID storeId, UUID todo, boolean deleted, long millis) {
        Deletion deletion = new Deletion(deleted, new Hlc(millis, 0, 1));
        OpKind kind = deleted ? OpKind.DELETE : OpKind.RESTORE;
        Change change = new Change(storeId, UUID.randomUUID(), "todos", todo, kind, "{}", "{}", deletion, null, null);
        return new NewEvent(change, new RecordState(Map.of(), deletion));
    }

    /** A todo gets a field. */
    public static Change field(UUID storeId, UUID todo, String name, String json, long millis) {
        String clock = '"' + new Hlc(millis, 0, 1).toString() + '"';
        return new Change(
                storeId,
                UUID.randomUUID(),
                "todos",
                todo,
                OpKind.PUT,
                "{\"" + name + "\":" + json + '}',
                "{\"" + name + "\":" + clock + '}',
                null,
                UUID.randomUUID(),
                null);
    }

    /** The same, of an op of a device. */
    public static Change by(UUID deviceId, Change change) {
        return new Change(
                change.storeId(),
                change.eventId(),
                change.collection(),
                change.id(),
                change.kind(),
                change.changed(),
                change.clocks(),
                change.deleted(),
                UUID.randomUUID(),
                deviceId);
    }

    public static NewEvent titled(UUID storeId, String title) {
        return titled(storeId, UUID.randomUUID(), UUID.randomUUID(), title, 1);
    }
}
