package dev.xeocontext.sync.log;

/** The log will never take these events: one of them holds what cannot be merged, or what a column cannot hold. */
public final class EventsRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventsRefused(Throwable cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether an append that failed with this will fail again: the events are refused, or no events at all. */
    public static boolean isRefusal(Throwable failure) {
        return failure instanceof EventsRefused || failure instanceof IllegalArgumentException;
    }
}
