package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.ProblemException;

/** A condition of a write, asked under the lock of the record, and not of a write that was taken before. */
@FunctionalInterface
public interface Guard {

    /** Ops have none as a rule: merging is their condition. */
    Guard NONE = held -> {};

    /**
     * Returns when the write may go on.
     *
     * @throws ProblemException when it may not
     */
    void check(Held held);
}
