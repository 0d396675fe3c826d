package dev.xeocontext.sync.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.op.AnswerRoom;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the room for answers is set to does fit into what devices get. */
class AckSizeTest {

    private static final int KB = 1_000;
    private static final int OPS = 500;

    /** What the gateway still carries. */
    private static final int FRAME = 2_000 * KB;

    private static final Problem AWAY = Problem.of(ProblemCode.UNAVAILABLE, null);

    private final ObjectMapper json = new ObjectMapper();
    private final LimitsConfig limits = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(LimitsConfig.class)
            .build()
            .getConfigMapping(LimitsConfig.class);

    @Test
    void leavesAnAnswerAloneThatFits() {
        List<OpResult> results = Collections.nCopies(OPS, superseded("op", "x".repeat(800)));

        assertThat(fitting(results)).isEqualTo(results);
    }

    /** A device wrote a note five hundred times while it was away, and none of that won. */
    @Test
    void drainsAnOutboxOfSupersededOpsOnALargeRecordInAnswersThatFit() throws JsonProcessingException {
        drains(OPS, "x".repeat(50 * KB));
    }

    /** As large as a record may be, of characters that JSON writes as six bytes each. */
    @Test
    void countsBytesAndNotCharacters() throws JsonProcessingException {
        drains(20, "\u0001".repeat(limits.recordBytes()));
    }

    private void drains(int ops, String text) throws JsonProcessingException {
        List<OpResult> outbox = IntStream.range(0, ops)
                .mapToObj(i -> superseded("op " + i, text))
                .toList();
        List<String> told = new ArrayList<>();
        while (!outbox.isEmpty()) {
            List<OpResult> answer = fitting(outbox);
            assertThat(answer).hasSameSizeAs(outbox);
            assertThat(json.writeValueAsBytes(new Ack("p", answer)).length).isLessThan(FRAME);
            List<OpResult> decided = answer.stream()
                    .takeWhile(result -> result.status() != OpStatus.RETRY)
                    .toList();
            List<OpResult> again = answer.subList(decided.size(), answer.size());
            assertThat(decided).isNotEmpty();
            assertThat(again).allSatisfy(result -> {
                assertThat(result.status()).isEqualTo(OpStatus.RETRY);
                assertThat(result.retryAfterMs()).isPositive();
            });
            decided.forEach(result -> told.add(result.opId()));
            outbox = outbox.subList(decided.size(), outbox.size());
            assertThat(again).extracting(OpResult::opId).isEqualTo(ids(outbox));
        }
        assertThat(told)
                .isEqualTo(IntStream.range(0, ops).mapToObj(i -> "op " + i).toList());
    }

    @Test
    void tellsADecisionHoweverManyOpsBeforeItHaveNone() {
        List<OpResult> results = Stream.concat(
                        Stream.of(OpResult.retry("a", 1_000, AWAY)),
                        Stream.of(superseded("b", "x".repeat(600 * KB)), superseded("c", "y")))
                .toList();

        assertThat(fitting(results))
                .extracting(OpResult::status)
                .containsExactly(OpStatus.RETRY, OpStatus.SUPERSEDED, OpStatus.RETRY);
    }

    private List<OpResult> fitting(List<OpResult> results) {
        return AnswerRoom.fill(results, limits.ackBytes());
    }

    private static List<String> ids(List<OpResult> results) {
        return results.stream().map(OpResult::opId).toList();
    }

    private static OpResult superseded(String opId, String text) {
        return OpResult.superseded(opId, new WireState(Map.of("text", text), "clock", null));
    }
}
