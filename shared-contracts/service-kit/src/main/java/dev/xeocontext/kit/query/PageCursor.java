package dev.xeocontext.kit.query;

import dev.xeocontext.contracts.op.OpReader;
import dev.xeocontext.kit.text.WellFormed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The last item of a page. Opaque to clients.
 *
 * @param order the listing's order, as {@code sort} names it
 * @param value what the order compares
 */
record PageCursor(String order, String value, UUID id) {

    private static final char SEPARATOR = '\n';

    String encode() {
        String text = order + SEPARATOR + id + SEPARATOR + value;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<PageCursor> decode(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int first = plain.indexOf(SEPARATOR);
            int second = plain.indexOf(SEPARATOR, first + 1);
            if (first < 0 || second < 0 || !WellFormed.isWellFormed(plain)) {
                return Optional.empty();
            }
            UUID id = OpReader.uuid(plain.substring(first + 1, second));
            return id == null
                    ? Optional.empty()
                    : Optional.of(new PageCursor(plain.substring(0, first), plain.substring(second + 1), id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
