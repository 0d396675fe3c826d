package dev.xeocontext.sync.log;

/** The database will never take these events: one of them holds what a column cannot. */
public final class EventsRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventsRefused(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
