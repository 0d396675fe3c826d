package dev.xeocontext.identity.account;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import java.util.List;

/** Somebody registers with an address that is in use. */
final class EmailTaken extends ProblemException {

    private static final long serialVersionUID = 1L;

    EmailTaken() {
        super(ProblemCode.EMAIL_TAKEN, null, List.of(new Problem.Fault("/email", "is in use")));
    }
}
