package dev.xeocontext.contracts.sync;

/** A filter that is none. */
public final class InvalidWhere extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    InvalidWhere(String pointer, String message) {
        super(message, null);
        this.pointer = pointer;
    }

    /** JSON pointer to the fault, from the filter. */
    public String pointer() {
        return pointer;
    }

    /** What is wrong there. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
