package dev.xeocontext.kit.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Drafting;
import dev.xeocontext.kit.record.FieldType;
import dev.xeocontext.kit.record.Rules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000);
    private static final UUID STORE = new UUID(1, 1);
    private static final UUID ID = new UUID(2, 2);
    private static final CollectionType TYPE = CollectionType.of(
            "things",
            "things",
            List.of(
                    FieldType.register("title", Rules.text(100)),
                    FieldType.register("status", Rules.text(10)),
                    FieldType.set("tags", Rules.text(60))));

    private final HybridClock clock = new HybridClock(() -> NOW, 9);
    private final Fold fold = new Fold(Held.nothing(ID), clock, NOW, 50);

    @Test
    void theFirstWriteMakesTheRow() {
        assertThat(status(put(10, Map.of("title", "Milk")))).isEqualTo(OpStatus.APPLIED);
        assertThat(fold.isNew()).isTrue();
        assertThat(fold.held().createdAt()).isEqualTo(NOW);
        assertThat(fold.held().isVisible()).isTrue();
    }

    @Test
    void theEventNamesOnlyWhatChanged() {
        fold.apply(put(10, Map.of("title", "Milk")));

        var step = fold.apply(put(5, Map.of("title", "Older", "status", "open")));

        assertThat(step).isInstanceOfSatisfying(Fold.Step.Done.class, done -> {
            assertThat(done.status()).isEqualTo(OpStatus.APPLIED);
            assertThat(Objects.requireNonNull(done.event()).changed()).containsOnlyKeys("status");
        });
    }

    @Test
    void eventAndAnswerNameOnlyTheElementsOfASetThatTheOpIsAbout() {
        Fold roomy = new Fold(Held.nothing(ID), clock, NOW, 5_000);
        roomy.apply(put(10, tags(List.of("a", "b", "c"), List.of())));
        Write write = put(11, tags(List.of("d"), List.of("a")));

        assertThat(roomy.apply(write)).isInstanceOfSatisfying(Fold.Step.Done.class, done -> {
            RecordChanged event = Objects.requireNonNull(done.event());
            assertThat(event.changed()).isEqualTo(Map.of("tags", List.of("d")));
            assertThat(event.clocks())
                    .isEqualTo(Map.of(
                            "tags",
                            Map.of("a", clock(11).toString(), "d", clock(11).toString())));
        });
        OpResult result = new Decision.Taken(write, OpStatus.APPLIED, roomy.held()).result();
        assertThat(result.changed()).isEqualTo(Map.of("tags", List.of("d")));
        assertThat(result.clocks())
                .isEqualTo(Map.of(
                        "tags", Map.of("a", clock(11).toString(), "d", clock(11).toString())));
    }

    @Test
    void anElementThatDidNotWinIsInTheAnswerButNotInTheEvent() {
        Fold roomy = new Fold(Held.nothing(ID), clock, NOW, 5_000);
        roomy.apply(put(10, tags(List.of("a"), List.of())));
        Write write = put(5, tags(List.of("b"), List.of("a")));

        assertThat(roomy.apply(write))
                .isInstanceOfSatisfying(
                        Fold.Step.Done.class,
                        done -> assertThat(Objects.requireNonNull(done.event()).clocks())
                                .isEqualTo(Map.of("tags", Map.of("b", clock(5).toString()))));
        assertThat(new Decision.Taken(write, OpStatus.APPLIED, roomy.held())
                        .result()
                        .clocks())
                .isEqualTo(Map.of("tags", Map.of("a", clock(10).toString(), "b", clock(5).toString())));
    }

    @Test
    void theEventsOfASetJoinToTheRecord() {
        Fold roomy = new Fold(Held.nothing(ID), clock, NOW, 5_000);
        RecordState joined = RecordState.EMPTY;
        for (Write write : List.of(
                put(10, tags(List.of("a", "b"), List.of())),
                put(12, tags(List.of(), List.of("b"))),
                put(11, tags(List.of("b", "c"), List.of("a"))))) {
            if (roomy.apply(write) instanceof Fold.Step.Done done && done.event() != null) {
                joined = Merge.join(joined, done.event().patch());
            }
        }

        assertThat(joined).isEqualTo(roomy.held().state());
    }

    @Test
    void aSetHasABoundThatRemovedElementsCountFor() {
        Fold roomy = new Fold(Held.nothing(ID), clock, NOW, 1_000_000);
        for (int i = 0; i < Fold.MAX_ELEMENTS / 100; i++) {
            List<String> names = names(100 * i, 100);
            assertThat(roomy.apply(put(10 + i, tags(names, List.of())))).isInstanceOf(Fold.Step.Done.class);
        }
        roomy.apply(put(50, tags(List.of(), names(0, 100))));

        assertThat(roomy.apply(put(51, tags(List.of("one more"), List.of()))))
                .isInstanceOfSatisfying(Fold.Step.No.class, no -> {
                    assertThat(no.problem().code()).isEqualTo(ProblemCode.VALIDATION_FAILED.code());
                    assertThat(no.problem().errors())
                            .extracting(Problem.Fault::pointer)
                            .containsExactly("/fields/tags");
                });
        assertThat(roomy.apply(put(52, tags(names(0, 100), List.of())))).isInstanceOf(Fold.Step.Done.class);
    }

    @Test
    void theClocksOfASetTakeRoomToo() {
        assertThat(code(put(10, tags(List.of("a", "b"), List.of())))).isEqualTo(ProblemCode.TOO_LARGE.code());
    }

    @Test
    void aClockThatIsAheadTakesTheClockOfTheServiceNowhere() {
        fold.apply(put(50_000, Map.of("title", "Fast clock")));

        fold.apply(write(OpKind.PUT, null, Map.of("status", "open"), Guard.NONE));

        assertThat(clock.now().millis()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void nothingWonMeansNoEvent() {
        fold.apply(put(10, Map.of("title", "Milk")));

        assertThat(fold.apply(put(5, Map.of("title", "Older"))))
                .isEqualTo(new Fold.Step.Done(OpStatus.SUPERSEDED, null));
    }

    @Test
    void aWriteUnderATombstoneIsMergedButSuperseded() {
        fold.apply(put(10, Map.of("title", "Milk")));
        fold.apply(write(OpKind.DELETE, new Hlc(11, 0, 1), Map.of(), Guard.NONE));

        var step = fold.apply(put(12, Map.of("title", "Zombie")));

        assertThat(step).isInstanceOfSatisfying(Fold.Step.Done.class, done -> {
            assertThat(done.status()).isEqualTo(OpStatus.SUPERSEDED);
            assertThat(done.event()).isNotNull();
        });
        assertThat(fold.held().isVisible()).isFalse();
    }

    @Test
    void aStampOfTheOwnerExceedsEveryClockInTheRow() {
        fold.apply(put(50_000, Map.of("title", "Fast clock")));

        fold.apply(write(OpKind.PUT, null, Map.of("status", "open"), Guard.NONE));

        assertThat(fold.held().state().fields().get("status"))
                .isInstanceOfSatisfying(
                        Register.class, status -> assertThat(status.clock()).isGreaterThan(new Hlc(50_000, 0, 1)));
    }

    @Test
    void refusesAReusedClockAndARecordThatGrowsTooLarge() {
        fold.apply(put(10, Map.of("title", "Milk")));

        assertThat(code(put(10, Map.of("title", "Bread")))).isEqualTo(ProblemCode.CLOCK_REUSED.code());
        assertThat(code(put(11, Map.of("title", "x".repeat(60))))).isEqualTo(ProblemCode.TOO_LARGE.code());
        assertThat(fold.held().state().fields().get("title")).isEqualTo(new Register("Milk", new Hlc(10, 0, 1)));
    }

    @Test
    void asksTheGuardAboutTheLockedRow() {
        fold.apply(put(10, Map.of("title", "Milk")));
        Guard never = held -> {
            assertThat(held.state()).isNotEqualTo(RecordState.EMPTY);
            throw new ProblemException(ProblemCode.PRECONDITION_FAILED, null);
        };

        assertThat(code(write(OpKind.PUT, new Hlc(11, 0, 1), Map.of("title", "Bread"), never)))
                .isEqualTo(ProblemCode.PRECONDITION_FAILED.code());
    }

    @Test
    void aRestoredRecordIsToldWhole() {
        fold.apply(put(10, Map.of("title", "Milk")));
        fold.apply(write(OpKind.DELETE, new Hlc(11, 0, 1), Map.of(), Guard.NONE));

        var step = fold.apply(write(OpKind.RESTORE, new Hlc(12, 0, 1), Map.of(), Guard.NONE));

        assertThat(step).isInstanceOfSatisfying(Fold.Step.Done.class, done -> {
            assertThat(Objects.requireNonNull(done.event()).changed()).containsExactly(Map.entry("title", "Milk"));
            assertThat(Objects.requireNonNull(done.event()).clocks()).isEqualTo(new Hlc(10, 0, 1).toString());
        });
    }

    @Test
    void whatIsPurgedStaysAsItIs() {
        RecordState tombstone = new RecordState(Map.of(), new Deletion(true, new Hlc(5, 0, 1)));
        Fold ofPurged = new Fold(new Held(ID, tombstone, NOW, NOW, true), clock, NOW, 50);

        for (Write late : List.of(
                put(10, Map.of("title", "Zombie")),
                write(OpKind.RESTORE, new Hlc(11, 0, 1), Map.of(), Guard.NONE),
                write(OpKind.DELETE, new Hlc(12, 0, 1), Map.of(), Guard.NONE))) {
            assertThat(ofPurged.apply(late))
                    .isInstanceOfSatisfying(
                            Fold.Step.No.class,
                            no -> assertThat(no.problem().code()).isEqualTo(ProblemCode.GONE.code()));
        }
        assertThat(ofPurged.isChanged()).isFalse();
    }

    private static Map<String, @Nullable Object> tags(List<String> add, List<String> remove) {
        return Map.of("tags", Map.of("add", add, "remove", remove));
    }

    private static List<String> names(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "tag " + i).toList();
    }

    private static Hlc clock(long millis) {
        return new Hlc(millis, 0, 1);
    }

    private OpStatus status(Write write) {
        return fold.apply(write) instanceof Fold.Step.Done done ? done.status() : OpStatus.REJECTED;
    }

    private String code(Write write) {
        return fold.apply(write) instanceof Fold.Step.No no ? no.problem().code() : "taken";
    }

    private static Write put(long millis, Map<String, @Nullable Object> fields) {
        return write(OpKind.PUT, new Hlc(millis, 0, 1), fields, Guard.NONE);
    }

    private static Write write(OpKind kind, @Nullable Hlc hlc, Map<String, @Nullable Object> fields, Guard guard) {
        Op op = new Op(UUID.randomUUID(), TYPE.name(), ID, kind, hlc, fields, Map.of());
        return new Write(STORE, new UUID(3, 3), TYPE, op, Drafting.of(TYPE, op), guard, null, null);
    }
}
