package dev.xeocontext.sync.log;

/** Code of ours fails at these events, and will whenever it is tried: they are as good as refused by the database. */
final class UnmergeableEvents extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnmergeableEvents(RuntimeException cause) {
        super(cause.toString(), cause);
    }
}
