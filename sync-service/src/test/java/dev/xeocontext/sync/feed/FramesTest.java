package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.EventKind;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.LogEntry;
import dev.xeocontext.sync.log.Sides;
import dev.xeocontext.sync.log.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Frames that are put together by hand are what the message types would have written. */
class FramesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UUID STORE = new UUID(1, 1);
    private static final UUID ID = new UUID(2, 2);
    private static final Hlc CLOCK = new Hlc(1_000, 2, 3);
    private static final Sides SIDES = new Sides(true, null, null);
    private static final String AWKWARD = "a \"sub\"\n\\ …\u0001😀";

    @Test
    void writesADeltaAsItsTypeWould() throws JsonProcessingException {
        Deletion deletion = new Deletion(true, CLOCK);
        Change change = new Change(
                STORE,
                new UUID(9, 9),
                "todos",
                ID,
                OpKind.DELETE,
                "{\"a\":[1,null]}",
                "{\"a\":\"x\"}",
                deletion,
                ID,
                ID);
        StringBuilder events = new StringBuilder();
        Frames.appendEvent(events, new LogEntry(7, change, SIDES));
        String frame = Frames.delta(AWKWARD, STORE, 6, 7, "cursor", events.toString());

        DeltaEvent event = new DeltaEvent(
                7,
                "todos",
                ID,
                EventKind.DELETE,
                Map.of("a", Arrays.asList(1, null)),
                null,
                Map.of("a", "x"),
                deletion,
                ID,
                ID);
        assertSame(frame, new Delta(AWKWARD, STORE, 6, 7, "cursor", List.of(event)));
    }

    @Test
    void writesAnEventWithoutWhatIsAbsent() throws JsonProcessingException {
        Change change = new Change(STORE, ID, "todos", ID, OpKind.RESTORE, "{}", "\"x\"", null, null, null);
        StringBuilder events = new StringBuilder();
        Frames.appendEvent(events, new LogEntry(1, change, SIDES));

        assertSame(
                Frames.delta("s", STORE, 0, 1, "c", events.toString()),
                new Delta(
                        "s",
                        STORE,
                        0,
                        1,
                        "c",
                        List.of(new DeltaEvent(
                                1, "todos", ID, EventKind.RESTORE, Map.of(), null, "x", null, null, null))));
    }

    @Test
    void writesASnapshotAsItsTypeWould() throws JsonProcessingException {
        Deletion deletion = new Deletion(false, CLOCK);
        List<StoredRecord> rows = List.of(
                new StoredRecord("todos", ID, "{\"title\":\"Milk\"}", "\"x\"", null, 3),
                new StoredRecord("todos", STORE, "{}", "{}", deletion, 4));
        List<SnapshotRecord> records = List.of(
                new SnapshotRecord("todos", ID, Map.of("title", "Milk"), "x", null),
                new SnapshotRecord("todos", STORE, Map.of(), Map.of(), deletion));

        assertSame(
                Frames.snapshot(AWKWARD, AWKWARD, STORE, 5, true, rows, "next", null),
                new Snapshot(AWKWARD, AWKWARD, STORE, 5, true, records, "next", null));
        assertSame(
                Frames.snapshot("s", null, STORE, 5, false, List.of(), null, "cursor"),
                new Snapshot("s", null, STORE, 5, false, List.of(), null, "cursor"));
    }

    @Test
    void writesWhatEntersAndLeavesAsItsTypeWould() throws JsonProcessingException {
        Deletion deletion = new Deletion(false, CLOCK);
        Change change = new Change(STORE, ID, "todos", ID, OpKind.PUT, "{\"a\":1}", "\"x\"", null, STORE, null);
        LogEntry entry = new LogEntry(3, change, SIDES);
        StringBuilder events = new StringBuilder();
        Frames.appendEnter(events, entry);
        Frames.appendEnter(events.append(','), entry, new StoredRecord("todos", ID, "{}", "{}", deletion, 9));
        Frames.appendLeave(events.append(','), entry);

        List<DeltaEvent> expected = List.of(
                new DeltaEvent(3, "todos", ID, EventKind.ENTER, null, Map.of("a", 1), "x", null, STORE, null),
                new DeltaEvent(3, "todos", ID, EventKind.ENTER, null, Map.of(), Map.of(), deletion, STORE, null),
                new DeltaEvent(3, "todos", ID, EventKind.LEAVE, null, null, null, null, STORE, null));
        assertSame(Frames.delta("s", STORE, 2, 3, "c", events.toString()), new Delta("s", STORE, 2, 3, "c", expected));
    }

    private static void assertSame(String frame, ServerMessage message) throws JsonProcessingException {
        assertThat(JSON.readTree(frame)).isEqualTo(JSON.readTree(FakeOutlet.write(message)));
    }
}
