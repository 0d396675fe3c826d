package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.EventKind;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.FakeLog;
import dev.xeocontext.sync.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID MILK = new UUID(1, 1);
    private static final UUID EGGS = new UUID(2, 2);
    private static final Where OPEN = WhereReader.read(Map.of("status", "open"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeLog log = new FakeLog();

    @Test
    void aDeletionStandsInItsPlaceWhateverWasWrittenUnderTheTombstone() throws Exception {
        append(field(MILK, "status", "open", 1), field(EGGS, "status", "open", 2));
        List<LogEntry> entries = append(
                Changes.deletion(STORE, MILK, true, 3).change(),
                field(EGGS, "title", "Six eggs", 4),
                field(MILK, "title", "Oat milk", 5));

        assertThat(selected(entries))
                .extracting(DeltaEvent::seq, DeltaEvent::id, DeltaEvent::kind)
                .containsExactly(tuple(3L, MILK, EventKind.DELETE), tuple(4L, EGGS, EventKind.PUT));
    }

    @Test
    void whatLeavesOtherwiseDoesSoWithItsLastEvent() throws Exception {
        append(field(MILK, "status", "open", 1), field(EGGS, "status", "open", 2));
        List<LogEntry> entries = append(
                field(MILK, "status", "done", 3),
                field(EGGS, "title", "Six eggs", 4),
                field(MILK, "title", "Oat milk", 5));

        assertThat(selected(entries))
                .extracting(DeltaEvent::seq, DeltaEvent::id, DeltaEvent::kind)
                .containsExactly(tuple(4L, EGGS, EventKind.PUT), tuple(5L, MILK, EventKind.LEAVE));
    }

    private static Change field(UUID todo, String name, String value, long millis) {
        return Changes.field(STORE, todo, name, '"' + value + '"', millis);
    }

    private List<LogEntry> append(Change... changes) {
        List<LogEntry> entries = new ArrayList<>();
        for (Change change : changes) {
            entries.addAll(log.append(change).entries());
        }
        return entries;
    }

    private static List<DeltaEvent> selected(List<LogEntry> entries) throws Exception {
        String events = Selection.of(entries, OPEN, false).text().orElseThrow().events();
        return JSON.readValue('[' + events + ']', new TypeReference<>() {});
    }
}
