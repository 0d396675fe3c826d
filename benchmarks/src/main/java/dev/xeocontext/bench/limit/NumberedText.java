package dev.xeocontext.bench.limit;

import java.util.Locale;

/** Text of a given size that begins with a number, for who hears it to know which it is. */
final class NumberedText {

    private static final int DIGITS = 8;

    private final String padding;

    /** Of so many bytes, or as many as the number takes. */
    NumberedText(int bytes) {
        this.padding = Padding.of(Math.max(0, bytes - DIGITS));
    }

    String of(int number) {
        return String.format(Locale.ROOT, "%08d", number) + padding;
    }

    static int number(String text) {
        return Integer.parseInt(text, 0, DIGITS, 10);
    }
}
