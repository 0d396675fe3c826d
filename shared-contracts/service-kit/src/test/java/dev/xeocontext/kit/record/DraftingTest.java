package dev.xeocontext.kit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DraftingTest {

    private static final Hlc CLOCK = new Hlc(1, 0, 1);
    private static final CollectionType TYPE = CollectionType.of(
            "things",
            "things",
            List.of(
                    FieldType.register("title", Rules.filledText(10)).mandatory(),
                    FieldType.register("due", Rules.localDateOrDateTime()),
                    FieldType.set("tags", Rules.filledText(5))));

    @Test
    void aPutBecomesRegistersAndElements() {
        RecordState patch = Drafting.of(
                        TYPE,
                        put(Map.of(
                                "title",
                                "Milk",
                                "tags",
                                Map.of("add", List.of("a", "b"), "remove", List.of("b", "c")))))
                .stamped(CLOCK, RecordState.EMPTY);

        assertThat(patch.fields().get("title")).isEqualTo(new Register("Milk", CLOCK));
        assertThat(patch.fields().get("tags")).isInstanceOfSatisfying(ElementSet.class, tags -> {
            assertThat(tags.present()).containsExactly("a", "b");
            assertThat(tags.elements()).containsOnlyKeys("a", "b", "c");
        });
        assertThat(patch.deletion()).isNull();
    }

    @Test
    void nullClearsOnlyWhatMayBeCleared() {
        assertThat(Drafting.of(TYPE, put(Collections.singletonMap("due", null)))
                        .stamped(CLOCK, RecordState.EMPTY)
                        .fields())
                .containsEntry("due", new Register(null, CLOCK));
        assertFaults(() -> Drafting.of(TYPE, put(Collections.singletonMap("title", null))), "/fields/title");
        assertFaults(() -> Drafting.of(TYPE, put(Collections.singletonMap("tags", null))), "/fields/tags");
    }

    @Test
    void deleteAndRestoreWriteTheDeletionRegister() {
        Op delete = new Op(UUID.randomUUID(), "things", UUID.randomUUID(), OpKind.DELETE, CLOCK, Map.of(), Map.of());

        assertThat(Drafting.of(TYPE, delete).stamped(CLOCK, RecordState.EMPTY).deletion())
                .isEqualTo(new Deletion(true, CLOCK));
        assertThat(Draft.RESTORE.stamped(CLOCK, RecordState.EMPTY).deletion()).isEqualTo(new Deletion(false, CLOCK));
    }

    @Test
    void aBodyReplacesASetByWhatIsMissingAndWhatIsTooMuch() {
        RecordState current =
                Drafting.ofBody(TYPE, Map.of("tags", List.of("a", "b"))).stamped(CLOCK, RecordState.EMPTY);
        Hlc later = new Hlc(2, 0, 1);

        RecordState patch =
                Drafting.ofBody(TYPE, Map.of("tags", List.of("b", "c"))).stamped(later, current);

        assertThat(patch.fields().get("tags")).isInstanceOfSatisfying(ElementSet.class, tags -> {
            assertThat(tags.elements()).containsOnlyKeys("a", "c");
            assertThat(tags.present()).containsExactly("c");
        });
    }

    @Test
    void tellsAllFaultsAtOnce() {
        assertFaults(
                () -> Drafting.of(TYPE, put(Map.of("title", "x".repeat(11), "a/b", 1L, "tags", Map.of("add", "a")))),
                "/fields/title",
                "/fields/a~1b",
                "/fields/tags/add");
        assertFaults(() -> Drafting.of(TYPE, put(Map.of("tags", List.of("a")))), "/fields/tags");
        assertFaults(() -> Drafting.ofNewBody(TYPE, Map.of("due", "tomorrow")), "/title", "/due");
        assertFaults(() -> Drafting.ofBody(TYPE, Map.of("tags", List.of("toolong", " "))), "/tags/0", "/tags/1");
    }

    private static Op put(Map<String, @Nullable Object> fields) {
        return new Op(UUID.randomUUID(), "things", UUID.randomUUID(), OpKind.PUT, CLOCK, fields, Map.of());
    }

    private static void assertFaults(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable drafting, String... pointers) {
        assertThatThrownBy(drafting)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().errors())
                                .extracting(Problem.Fault::pointer)
                                .containsExactlyInAnyOrder(pointers));
    }
}
