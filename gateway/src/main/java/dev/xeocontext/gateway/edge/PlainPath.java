package dev.xeocontext.gateway.edge;

import java.util.Locale;

/**
 * A path that everybody on the way reads alike. What one server decodes, joins or drops and the next one doesn't is how
 * requests get around rules.
 */
final class PlainPath {

    private PlainPath() {}

    /** @param raw as it was sent */
    static boolean isPlain(String raw) {
        String path = raw.toLowerCase(Locale.ROOT);
        return path.startsWith("/")
                && path.chars().allMatch(PlainPath::isVisible)
                && !path.contains("//")
                && !path.contains("\\")
                && !path.contains(";")
                && !hasDotSegment(path)
                && !hasHarmfulEscape(path);
    }

    private static boolean isVisible(int c) {
        return c > ' ' && c < 0x7f;
    }

    private static boolean hasDotSegment(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    /** Control characters, and the escapes of {@code % . / ; \} and of delete. */
    private static boolean hasHarmfulEscape(String path) {
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
            if (at + 3 > path.length()) {
                return true;
            }
            String digits = path.substring(at + 1, at + 3);
            boolean control = digits.charAt(0) < '2';
            if (control || isHarmful(digits)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHarmful(String digits) {
        return switch (digits) {
            case "25", "2e", "2f", "3b", "5c", "7f" -> true;
            default -> false;
        };
    }
}
