package dev.xeocontext.kit.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.kit.op.OpJournal.Claim;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Drafting;
import dev.xeocontext.kit.record.FieldType;
import dev.xeocontext.kit.record.Rules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldingTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000);
    private static final CollectionType TYPE =
            CollectionType.of("things", "things", List.of(FieldType.register("title", Rules.text(100))));
    private static final UUID STORE = new UUID(1, 1);
    private static final UUID RECORD = new UUID(2, 2);
    private static final UUID OP = new UUID(3, 3);

    private final Folding folding = new Folding(
            new HybridClock(() -> NOW, 9),
            1_000,
            (change, trace, now) -> CloudEvent.changed(new UUID(4, 4), "things", now.toString(), trace, change));

    @Test
    void theSameKeyWithTheSameRequestIsARepetition() {
        var folded = fold(write("Milk", 1L), write("Milk", 1L));

        assertThat(folded.decisions().get(0)).isInstanceOf(Decision.Taken.class);
        assertThat(folded.decisions().get(1)).isInstanceOf(Decision.Repeated.class);
    }

    @Test
    void theSameKeyWithAnotherRequestIsRefusedWithinATransactionToo() {
        var folded = fold(write("Milk", 1L), write("Bread", 2L), write("Milk", 1L));

        assertThat(folded.decisions().get(1))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.problem().code())
                                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED.code()));
        assertThat(folded.refused()).isEmpty();
    }

    @Test
    void aGuardIsNotAskedOfWhatWasTakenBefore() {
        Claim taken =
                new Claim(Set.of(), Map.of(new RecordKey(STORE, OP), new OpJournal.Entry(OpStatus.SUPERSEDED, null)));

        assertThat(folding.fold(List.of(refused()), taken, Map.of(TYPE, Map.of()), NOW)
                        .decisions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Decision.Repeated.class,
                        repeated -> assertThat(repeated.outcome()).isEqualTo(OpStatus.SUPERSEDED));
        assertThat(fold(refused()).decisions()).singleElement().isInstanceOf(Decision.Refused.class);
        assertThat(fold(refused()).refused()).containsExactly(new RecordKey(STORE, OP));
    }

    @Test
    void whatWasRefusedMayComeAgainInTheSameTransaction() {
        var folded = fold(refused(), refused(), write("Milk", null), write("Milk", null));

        assertThat(folded.decisions())
                .hasExactlyElementsOfTypes(
                        Decision.Refused.class, Decision.Refused.class, Decision.Taken.class, Decision.Repeated.class);
        assertThat(folded.refused()).as("claims to give back").isEmpty();
        assertThat(folded.events()).hasSize(1);
        assertThat(fold(refused(), refused()).refused()).containsExactly(new RecordKey(STORE, OP));
    }

    @Test
    void anEventCarriesTheTraceOfItsWrite() {
        var folded = fold(write("Milk", null));

        assertThat(folded.events()).extracting(CloudEvent::traceparent).containsExactly("00-trace-span-01");
    }

    private Folding.Folded fold(Write... writes) {
        return folding.fold(
                List.of(writes), new Claim(Set.of(new RecordKey(STORE, OP)), Map.of()), Map.of(TYPE, Map.of()), NOW);
    }

    private static Write refused() {
        Write write = write("Milk", null);
        Guard objection = held -> {
            throw new ProblemException(ProblemCode.CLOCK_SKEW, null);
        };
        return new Write(
                STORE, write.deviceId(), TYPE, write.op(), write.draft(), objection, null, write.traceparent());
    }

    private static Write write(String title, @Nullable Long fingerprint) {
        Op op = new Op(OP, TYPE.name(), RECORD, OpKind.PUT, null, Map.of("title", title), Map.of());
        return new Write(
                STORE, new UUID(5, 5), TYPE, op, Drafting.of(TYPE, op), Guard.NONE, fingerprint, "00-trace-span-01");
    }
}
