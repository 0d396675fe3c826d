package dev.xeocontext.kit.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000);
    private static final UUID STORE = new UUID(1, 1);
    private static final UUID ID = new UUID(2, 2);
    private static final CollectionType TYPE = CollectionType.of(
            "things",
            "things",
            List.of(FieldType.register("title", Rules.text(100)), FieldType.register("status", Rules.text(10))));

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
