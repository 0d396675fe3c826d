package dev.xeocontext.contracts.op;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.json.JsonSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the results of an answer. An op of some bytes can be answered with the whole of a large field, as often as the op
 * names it; an answer that no connection takes would never come.
 *
 * <p>What there is no room for is answered {@code retry}: nothing is lost by that, because the op was decided and is
 * answered {@code duplicate} the next time. From the first such result on all are, so that no later op of the same
 * record is decided before it; and the first decision in an answer always has room, so that whoever sends the rest again
 * comes to an end.
 */
public final class AnswerRoom {

    /** What stands around the values, in bytes: names, a deletion, a problem's type and title. */
    private static final long FRAME = 200;

    private static final long RETRY_MS = 100;
    private static final Problem FULL =
            Problem.of(ProblemCode.UNAVAILABLE, "The answer has no more room: send this op again");

    private AnswerRoom() {}

    /** The results, in their order, as far as there is room for them. */
    public static List<OpResult> fill(List<OpResult> results, long maxBytes) {
        long room = maxBytes;
        boolean decided = false;
        for (int i = 0; i < results.size(); i++) {
            room -= bytes(results.get(i));
            if (room < 0 && decided) {
                return cut(results, i);
            }
            decided |= results.get(i).status() != OpStatus.RETRY;
        }
        return results;
    }

    private static List<OpResult> cut(List<OpResult> results, int end) {
        List<OpResult> told = new ArrayList<>(results.subList(0, end));
        results.subList(end, results.size()).forEach(result -> told.add(OpResult.retry(result.opId(), RETRY_MS, FULL)));
        return told;
    }

    private static long bytes(OpResult result) {
        return FRAME
                + JsonSize.of(result.opId())
                + JsonSize.of(result.changed())
                + JsonSize.of(result.clocks())
                + bytes(result.problem());
    }

    private static long bytes(@Nullable Problem problem) {
        if (problem == null) {
            return 0;
        }
        long faults = problem.errors().stream()
                .mapToLong(fault -> FRAME + JsonSize.of(fault.pointer()) + JsonSize.of(fault.detail()))
                .sum();
        return FRAME + JsonSize.of(problem.detail()) + faults;
    }
}
