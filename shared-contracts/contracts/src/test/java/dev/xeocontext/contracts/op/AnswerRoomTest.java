package dev.xeocontext.contracts.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.merge.WireState;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerRoomTest {

    private static final String CLOCK = new Hlc(1, 0, 1).toString();

    @Test
    void whatThereIsNoRoomForIsToBeSentAgain() {
        List<OpResult> results =
                IntStream.range(0, 10).mapToObj(i -> large("op " + i)).toList();

        List<OpResult> told = AnswerRoom.fill(results, 35_000);

        assertThat(told).hasSize(10);
        assertThat(told.subList(0, 3)).isEqualTo(results.subList(0, 3));
        assertThat(told.subList(3, 10)).allSatisfy(result -> {
            assertThat(result.status()).isEqualTo(OpStatus.RETRY);
            assertThat(result.retryAfterMs()).isPositive();
            assertThat(result.changed()).isNull();
        });
        assertThat(told)
                .extracting(OpResult::opId)
                .isEqualTo(results.stream().map(OpResult::opId).toList());
    }

    @Test
    void nothingIsToldBehindWhatIsToBeSentAgain() {
        OpResult small = OpResult.standing("small", OpStatus.APPLIED, null, null);

        assertThat(AnswerRoom.fill(List.of(large("a"), large("b"), small), 11_000))
                .extracting(OpResult::status)
                .containsExactly(OpStatus.SUPERSEDED, OpStatus.RETRY, OpStatus.RETRY);
    }

    @Test
    void theFirstIsToldWhateverItTakes() {
        assertThat(AnswerRoom.fill(List.of(large("a"), large("b")), 10))
                .extracting(OpResult::status)
                .containsExactly(OpStatus.SUPERSEDED, OpStatus.RETRY);
    }

    @Test
    void theFirstDecisionIsToldThoughOthersAreToBeSentAgainBeforeIt() {
        OpResult undecided = OpResult.retry("a", 1, Problem.of(ProblemCode.RATE_LIMITED, null));

        assertThat(AnswerRoom.fill(List.of(undecided, large("b"), large("c")), 10))
                .extracting(OpResult::status)
                .containsExactly(OpStatus.RETRY, OpStatus.SUPERSEDED, OpStatus.RETRY);
    }

    @Test
    void problemsTakeRoomToo() {
        Problem problem = Problem.of(
                ProblemCode.UNKNOWN_FIELD, null, List.of(new Problem.Fault("/fields/" + "x".repeat(10_000), "is not")));

        assertThat(AnswerRoom.fill(List.of(OpResult.rejected("a", problem), OpResult.rejected("b", problem)), 15_000))
                .extracting(OpResult::status)
                .containsExactly(OpStatus.REJECTED, OpStatus.RETRY);
    }

    @Test
    void anAnswerWithRoomIsAsItWas() {
        List<OpResult> results = List.of(large("a"), large("b"));

        assertThat(AnswerRoom.fill(results, 1 << 20)).isSameAs(results);
    }

    private static OpResult large(String opId) {
        return OpResult.superseded(opId, new WireState(Map.of("notes", "x".repeat(10_000)), CLOCK, null));
    }
}
