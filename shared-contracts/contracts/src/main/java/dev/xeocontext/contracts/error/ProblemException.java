package dev.xeocontext.contracts.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure that has a problem to answer with. Carries no stack trace: it is an answer, not an accident. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final ProblemCode code;

    public ProblemException(ProblemCode code, @Nullable String detail) {
        this(code, Problem.of(code, detail));
    }

    public ProblemException(ProblemCode code, @Nullable String detail, List<Problem.Fault> errors) {
        this(code, Problem.of(code, detail, errors));
    }

    /** Fails with a problem that was found elsewhere. */
    public ProblemException(Problem problem) {
        this(ProblemCode.of(problem.code()), problem);
    }

    private ProblemException(ProblemCode code, Problem problem) {
        super(problem.detail() == null ? problem.title() : problem.detail(), null, false, false);
        this.code = code;
        this.problem = problem;
    }

    public ProblemCode code() {
        return code;
    }

    public Problem problem() {
        return problem;
    }
}
