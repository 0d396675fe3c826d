package dev.xeocontext.sync.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answer to a push to what a frame carries: results repeat what their records hold, which may be much more than
 * the ops said. What is beyond is to be sent again and is a duplicate then; at least one decision is told each time, so
 * that an outbox always drains.
 */
@Singleton
final class AckBudget {

    /** Of a result without fields, names and punctuation included. */
    private static final int FRAME = 400;

    /** The most bytes that a character takes in JSON. */
    private static final int WIDEST = 6;

    private static final long AT_ONCE_MS = 1;

    private final ObjectMapper json;
    private final int mostBytes;

    AckBudget(ObjectMapper json, LimitsConfig limits) {
        this.json = json;
        this.mostBytes = limits.ackBytes();
    }

    /** The results, as many of the last of them as must be to be sent again. */
    List<OpResult> within(List<OpResult> results) {
        return results.stream().mapToLong(AckBudget::atMost).sum() <= mostBytes ? results : cut(results);
    }

    /** Cut once: an op never is decided when one before it, perhaps of the same record, is not. */
    private List<OpResult> cut(List<OpResult> results) {
        List<OpResult> told = new ArrayList<>(results.size());
        boolean decided = false;
        long bytes = 0;
        for (OpResult result : results) {
            bytes += bytes(result);
            if (bytes > mostBytes && decided) {
                break;
            }
            decided |= result.status() != OpStatus.RETRY;
            told.add(result);
        }
        Problem full = Problem.of(ProblemCode.RATE_LIMITED, "The answers to the ops before it fill a frame");
        results.subList(told.size(), results.size())
                .forEach(result -> told.add(OpResult.retry(result.opId(), AT_ONCE_MS, full)));
        return told;
    }

    private static long atMost(OpResult result) {
        long characters = JsonValues.weight(result.opId())
                + JsonValues.weight(result.changed())
                + JsonValues.weight(result.clocks())
                + weight(result.problem());
        return FRAME + WIDEST * characters;
    }

    private static long weight(@Nullable Problem problem) {
        if (problem == null) {
            return 0;
        }
        List<Problem.Fault> faults = problem.errors() == null ? List.of() : problem.errors();
        return JsonValues.weight(problem.detail())
                + faults.stream()
                        .mapToLong(fault -> JsonValues.weight(fault.pointer()) + JsonValues.weight(fault.detail()))
                        .sum();
    }

    private long bytes(OpResult result) {
        try {
            return json.writeValueAsBytes(result).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was JSON is JSON", e);
        }
    }
}
