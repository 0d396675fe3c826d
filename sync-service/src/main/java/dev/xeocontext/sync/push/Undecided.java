package dev.xeocontext.sync.push;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;

/** An owner gave no decision about some ops: the device sends them again, under the same ids. */
final class Undecided extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final long retryAfterMs;

    Undecided(ProblemCode code, String detail, long retryAfterMs) {
        super(detail, null, false, false);
        this.problem = Problem.of(code, detail);
        this.retryAfterMs = retryAfterMs;
    }

    Problem problem() {
        return problem;
    }

    long retryAfterMs() {
        return retryAfterMs;
    }
}
