package dev.xeocontext.sync.text;

import org.jspecify.annotations.Nullable;

/** A short text, such as what a device calls itself or what a failure says. */
public final class Label {

    private static final int MOST = 100;

    private Label() {}

    /** Without control characters and lone surrogates, of 100 characters at most; {@code null} when nothing is left. */
    public static @Nullable String of(@Nullable String text) {
        return of(text, MOST);
    }

    /** The same, of so many characters at most. */
    public static @Nullable String of(@Nullable String text, int most) {
        if (text == null) {
            return null;
        }
        StringBuilder kept = new StringBuilder();
        text.codePoints().filter(Label::isShown).limit(most).forEach(kept::appendCodePoint);
        String label = kept.toString().strip();
        return label.isEmpty() ? null : label;
    }

    private static boolean isShown(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
