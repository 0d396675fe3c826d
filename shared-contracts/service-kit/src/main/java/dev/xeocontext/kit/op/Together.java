package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import java.util.List;
import java.util.Map;

/**
 * Writes that are taken all or none: as soon as one of them is refused, so are the others, but for those that had been
 * taken before.
 *
 * @param doomed whether it is known already that nothing will be taken
 * @param objections what is known against single ones, by the keys of their ops
 */
record Together(boolean doomed, Map<RecordKey, Problem> objections) {

    /** Nothing is known against them. */
    static final Together OPEN = new Together(false, Map.of());

    /** Something beside them was refused. */
    static final Together DOOMED = new Together(true, Map.of());

    private static final Problem ABORTED = Problem.of(ProblemCode.ATOMIC_ABORTED, null);

    /** The database does not take this one. */
    static Together refusedByStorage(Write write) {
        return new Together(true, Map.of(write.opKey(), Problem.of(ProblemCode.REFUSED_BY_STORAGE, null)));
    }

    boolean isAborted(List<Decision> decisions) {
        return doomed || decisions.stream().anyMatch(Decision.Refused.class::isInstance);
    }

    /** What is answered of a write that is not taken because of the others, or of what was found out about it. */
    Decision aborted(Write write) {
        return new Decision.Refused(write, objections.getOrDefault(write.opKey(), ABORTED));
    }
}
