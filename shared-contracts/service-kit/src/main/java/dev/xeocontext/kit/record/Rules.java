package dev.xeocontext.kit.record;

import dev.xeocontext.contracts.op.OpReader;
import dev.xeocontext.kit.text.WellFormed;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules that fields are declared with. */
public final class Rules {

    private static final DateTimeFormatter DATE = format("-MM-dd");
    private static final DateTimeFormatter DATE_TIME = format("-MM-dd'T'HH:mm[:ss]");
    private static final Set<String> TIME_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());
    private static final Pattern FRACTIONAL_INDEX = Pattern.compile("[0-9A-Za-z]{1,128}");

    private Rules() {}

    /** A text of at most so many code points. */
    public static Rule text(int max) {
        return value -> value instanceof String text && text.codePointCount(0, text.length()) <= max
                ? null
                : "must be a text of at most " + max + " characters";
    }

    /** A text of at most so many code points that is more than white space. */
    public static Rule filledText(int max) {
        Rule bounded = text(max);
        return value -> value instanceof String text && text.isBlank() ? "must not be blank" : bounded.fault(value);
    }

    /** A text to look for, as a parameter brings it: unlike the values of a body, nobody has checked its characters. */
    public static Rule searchText(int max) {
        Rule filled = filledText(max);
        return value -> value instanceof String text && !WellFormed.isWellFormed(text)
                ? "must not contain U+0000 or half a surrogate pair"
                : filled.fault(value);
    }

    public static Rule oneOf(List<String> values) {
        return value -> value instanceof String text && values.contains(text)
                ? null
                : "must be one of " + String.join(", ", values);
    }

    public static Rule integer(long min, long max) {
        return value -> value instanceof Long number && number >= min && number <= max
                ? null
                : "must be an integer from " + min + " to " + max;
    }

    public static Rule bool() {
        return value -> value instanceof Boolean ? null : "must be true or false";
    }

    /** The id of a record; whether there is one is not asked. */
    public static Rule reference() {
        return value -> OpReader.uuid(value) != null ? null : "must be a lower-case UUID";
    }

    /** {@code 2026-11-21} or {@code 2026-11-21T09:30}: what the clock on the wall shows, without an offset. */
    public static Rule localDateOrDateTime() {
        return value -> value instanceof String text && isLocalDateOrDateTime(text)
                ? null
                : "must be a local date or date-time, as 2026-11-21 or 2026-11-21T09:30";
    }

    static boolean isLocalDateOrDateTime(String text) {
        try {
            if (text.indexOf('T') < 0) {
                LocalDate.parse(text, DATE);
            } else {
                LocalDateTime.parse(text, DATE_TIME);
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** A year has four digits and no sign. */
    private static DateTimeFormatter format(String afterYear) {
        return new DateTimeFormatterBuilder()
                .appendValue(ChronoField.YEAR, 4)
                .appendPattern(afterYear)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** A time zone of the IANA database. */
    public static Rule timeZone() {
        return value -> value instanceof String text && TIME_ZONES.contains(text)
                ? null
                : "must be a time zone, as Europe/Berlin or UTC";
    }

    /** A key that sorts between two others: digits and letters, compared byte by byte, not ending in 0. */
    public static Rule fractionalIndex() {
        return value ->
                value instanceof String text && FRACTIONAL_INDEX.matcher(text).matches() && !text.endsWith("0")
                        ? null
                        : "must be 1 to 128 digits or letters that do not end in 0";
    }
}
