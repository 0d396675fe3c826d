package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;

/**
 * Another transaction created a record that this one was about to create: the transaction is tried again. Whoever lost as
 * often as it was tried is told to come back.
 */
final class ConcurrentCreation extends ProblemException {

    private static final long serialVersionUID = 1L;

    ConcurrentCreation() {
        super(ProblemCode.UNAVAILABLE, "The record was created meanwhile, again and again");
    }
}
