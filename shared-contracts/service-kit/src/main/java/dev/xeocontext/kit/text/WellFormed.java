package dev.xeocontext.kit.text;

/** What text must be to be stored and sent again: free of U+0000, which PostgreSQL refuses, and of lone surrogates. */
public final class WellFormed {

    private WellFormed() {}

    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0' || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
