package dev.xeocontext.sync.client;

import org.jspecify.annotations.Nullable;

/** What a device calls itself, made fit to be kept and shown: it is not worth a refusal. */
final class Label {

    private static final int MOST = 100;

    private Label() {}

    /** Without control characters and lone surrogates, of 100 characters at most; {@code null} when nothing is left. */
    static @Nullable String of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder kept = new StringBuilder();
        text.codePoints().filter(Label::isShown).limit(MOST).forEach(kept::appendCodePoint);
        String label = kept.toString().strip();
        return label.isEmpty() ? null : label;
    }

    private static boolean isShown(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
