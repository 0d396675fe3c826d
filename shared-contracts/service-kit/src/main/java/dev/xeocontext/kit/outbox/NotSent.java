package dev.xeocontext.kit.outbox;

/** A message was not even sent: there is no way to the broker, or too much on it. Nothing is wrong with the message. */
final class NotSent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSent(String reason) {
        super(reason, null, false, false);
    }
}
