package dev.xeocontext.kit.op;

/** Another transaction created a record that this one was about to create: the transaction is tried again. */
final class ConcurrentCreation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConcurrentCreation() {
        super("a record was created meanwhile", null, false, false);
    }
}
