package dev.xeocontext.contracts.clock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a hybrid logical clock. As text {@code mmmmmmmmmmmm-cccc-nnnnnnnnnnnnnnnn}, in lower-case hexadecimal and
 * of fixed width, so that the order of the bytes is the order of the clocks.
 *
 * @param millis Unix time in milliseconds, 48 bits
 * @param counter distinguishes readings within a millisecond, 16 bits
 * @param node the random id of the device or service instance, 64 bits, compared unsigned
 */
public record Hlc(long millis, int counter, long node) implements Comparable<Hlc> {

    /** Length of the text form in characters. */
    public static final int LENGTH = 34;

    static final long MAX_MILLIS = (1L << 48) - 1;
    static final int MAX_COUNTER = 0xffff;

    private static final HexFormat HEX = HexFormat.of();
    private static final int COUNTER_AT = 13;
    private static final int NODE_AT = 18;

    public Hlc {
        if (millis < 0 || millis > MAX_MILLIS || counter < 0 || counter > MAX_COUNTER) {
            throw new IllegalArgumentException("outside the range of a clock: " + millis + ", " + counter);
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text has another width, upper case or other characters
     */
    @JsonCreator
    public static Hlc parse(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a clock: " + (text.length() > LENGTH ? "too long" : text));
        }
        return new Hlc(
                HexFormat.fromHexDigitsToLong(text, 0, COUNTER_AT - 1),
                HexFormat.fromHexDigits(text, COUNTER_AT, NODE_AT - 1),
                HexFormat.fromHexDigitsToLong(text, NODE_AT, LENGTH));
    }

    public static boolean isValid(@Nullable String text) {
        if (text == null || text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == COUNTER_AT - 1 || i == NODE_AT - 1;
            if (dash ? c != '-' : !isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /** The least reading of a node that is greater than this one whatever the nodes are. */
    Hlc next(long nextNode) {
        return counter < MAX_COUNTER ? new Hlc(millis, counter + 1, nextNode) : new Hlc(millis + 1, 0, nextNode);
    }

    /** The greater of the two. */
    public static Hlc max(Hlc a, Hlc b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    public boolean isAfter(Hlc other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Hlc other) {
        int byMillis = Long.compare(millis, other.millis);
        if (byMillis != 0) {
            return byMillis;
        }
        int byCounter = Integer.compare(counter, other.counter);
        return byCounter != 0 ? byCounter : Long.compareUnsigned(node, other.node);
    }

    @Override
    @JsonValue
    public String toString() {
        return HEX.toHexDigits(millis, 12) + '-' + HEX.toHexDigits(counter, 4) + '-' + HEX.toHexDigits(node, 16);
    }
}
