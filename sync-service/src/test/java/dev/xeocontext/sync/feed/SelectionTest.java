package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID MILK = new UUID(1, 1);
    private static final UUID EGGS = new UUID(2, 2);
    private static final UUID PHONE = new UUID(3, 1);
    private static final UUID LAPTOP = new UUID(3, 2);
    private static final UUID TABLET = new UUID(3, 3);
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

    @Test
    void aDeviceIsToldOfItsOwnOpsAlthoughNothingLetsThemThrough() throws Exception {
        List<LogEntry> entries = append(
                by(PHONE, field(MILK, "status", "done", 1)),
                by(LAPTOP, field(MILK, "title", "Milk", 2)),
                by(PHONE, field(MILK, "title", "Oat milk", 3)),
                field(EGGS, "status", "done", 4));

        assertThat(selected(entries)).isEmpty();
        assertThat(selected(entries, TABLET)).isEmpty();
        assertThat(selected(entries, LAPTOP))
                .extracting(DeltaEvent::seq, DeltaEvent::id, DeltaEvent::kind, DeltaEvent::opId, DeltaEvent::deviceId)
                .containsExactly(tuple(2L, MILK, EventKind.LEAVE, opId(entries, 2), LAPTOP));
        assertThat(selected(entries, PHONE))
                .extracting(DeltaEvent::seq, DeltaEvent::id, DeltaEvent::kind, DeltaEvent::opId, DeltaEvent::deviceId)
                .containsExactly(
                        tuple(1L, MILK, EventKind.LEAVE, opId(entries, 1), PHONE),
                        tuple(3L, MILK, EventKind.LEAVE, opId(entries, 3), PHONE));
    }

    @Test
    void whatIsToldOfOwnOpsAloneIsSharedWithNobodyAndEverythingElseIs() {
        List<LogEntry> entries =
                append(by(PHONE, field(MILK, "status", "done", 1)), by(LAPTOP, field(EGGS, "status", "open", 2)));
        Selection ofAll = Selection.of(entries, OPEN, false);

        assertThat(ofAll.forDevice(PHONE)).isNotSameAs(ofAll);
        assertThat(ofAll.forDevice(LAPTOP)).as("its op is told to everybody").isSameAs(ofAll);
        assertThat(ofAll.forDevice(TABLET)).isSameAs(ofAll);
    }

    @Test
    void anOwnOpBeforeTheLastOneOfARecordThatEntersOrLeavesIsToldInItsPlace() throws Exception {
        append(field(MILK, "status", "open", 1), field(EGGS, "status", "done", 2));
        List<LogEntry> entries = append(
                by(PHONE, field(MILK, "title", "Oat milk", 3)),
                by(PHONE, field(EGGS, "status", "open", 4)),
                by(LAPTOP, Changes.deletion(STORE, MILK, true, 5).change()),
                by(LAPTOP, field(EGGS, "title", "Six eggs", 6)),
                by(PHONE, field(MILK, "title", "Under the tombstone", 7)));

        assertThat(selected(entries, TABLET))
                .extracting(DeltaEvent::seq, DeltaEvent::id, DeltaEvent::kind)
                .containsExactly(tuple(5L, MILK, EventKind.DELETE), tuple(6L, EGGS, EventKind.ENTER));
        assertThat(selected(entries, PHONE))
                .extracting(DeltaEvent::seq, DeltaEvent::id, DeltaEvent::kind)
                .containsExactly(
                        tuple(3L, MILK, EventKind.LEAVE),
                        tuple(4L, EGGS, EventKind.LEAVE),
                        tuple(5L, MILK, EventKind.DELETE),
                        tuple(6L, EGGS, EventKind.ENTER),
                        tuple(7L, MILK, EventKind.LEAVE));
    }

    @Test
    void anOwnOpIsOverEvenWhenWhatItMadeEnterHasCeasedToMatchByThen() throws Exception {
        append(field(MILK, "status", "done", 1));
        List<LogEntry> entries = append(by(PHONE, field(MILK, "status", "open", 2)));
        append(by(LAPTOP, field(MILK, "status", "done", 3)));
        int reads = log.recordReads();
        Selection ofAll = Selection.of(entries, OPEN, false);

        assertThat(read(ofAll.forDevice(LAPTOP))).isEmpty();
        assertThat(read(ofAll.forDevice(PHONE)))
                .extracting(DeltaEvent::seq, DeltaEvent::id, DeltaEvent::kind)
                .containsExactly(tuple(2L, MILK, EventKind.LEAVE));
        assertThat(log.recordReads()).as("reads for both").isEqualTo(reads + 1);
    }

    @Test
    void aDeletionThatHasLostIsToldAsWhatItWas() throws Exception {
        append(
                field(MILK, "status", "open", 1),
                Changes.deletion(STORE, MILK, true, 2).change());
        append(Changes.deletion(STORE, MILK, false, 4).change());
        List<LogEntry> entries = append(Changes.deletion(STORE, MILK, true, 3).change());

        assertThat(selected(entries))
                .extracting(DeltaEvent::seq, DeltaEvent::id, DeltaEvent::kind, DeltaEvent::deleted)
                .containsExactly(tuple(4L, MILK, EventKind.DELETE, new Deletion(true, new Hlc(3, 0, 1))));
    }

    private static Change by(UUID device, Change change) {
        return Changes.by(device, change);
    }

    private static @Nullable UUID opId(List<LogEntry> entries, int seq) {
        return entries.get(seq - 1).change().opId();
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

    private List<DeltaEvent> selected(List<LogEntry> entries) throws Exception {
        return read(Selection.of(entries, OPEN, false));
    }

    private List<DeltaEvent> selected(List<LogEntry> entries, UUID device) throws Exception {
        return read(Selection.of(entries, OPEN, false).forDevice(device));
    }

    private List<DeltaEvent> read(Selection selection) throws Exception {
        Optional<Selection.Text> text = selection.text();
        String events = (text.isPresent()
                        ? text
                        : selection.text(log, STORE, "todos").await().indefinitely())
                .orElseThrow()
                .events();
        return JSON.readValue('[' + events + ']', new TypeReference<>() {});
    }
}
