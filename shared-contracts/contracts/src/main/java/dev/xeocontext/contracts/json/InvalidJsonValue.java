package dev.xeocontext.contracts.json;

/** A value that JSON has, or nearly has, but that not every replica could keep. */
public final class InvalidJsonValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    InvalidJsonValue(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** JSON pointer to the value, from the value that was looked at. */
    public String pointer() {
        return pointer;
    }
}
