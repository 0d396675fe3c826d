package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.problem.Outages;
import java.util.List;
import org.jboss.logging.Logger;

/** Problems that sockets answer with. */
final class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    private Failures() {}

    static Problem malformed(String pointer, String detail) {
        return Problem.of(ProblemCode.MALFORMED_MESSAGE, null, List.of(new Problem.Fault(pointer, detail)));
    }

    /** What fails a request without the member. */
    static ProblemException missing(String pointer) {
        return new ProblemException(
                ProblemCode.MALFORMED_MESSAGE, null, List.of(new Problem.Fault(pointer, "is missing")));
    }

    /** What is said of a failure on this side; what nobody foresaw is logged and told without details. */
    static Problem unavailable(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (!Outages.isOutage(failure)) {
            LOG.error("A request of a socket failed", failure);
            return Problem.of(ProblemCode.INTERNAL, null);
        }
        return Problem.of(ProblemCode.UNAVAILABLE, null);
    }
}
