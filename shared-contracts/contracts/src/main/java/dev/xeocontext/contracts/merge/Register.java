package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.json.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A field whose value is replaced as a whole: the greater clock wins.
 *
 * @param value a JSON value in the normal form of {@link JsonValues}; {@code null} once the field was cleared
 */
public record Register(@Nullable Object value, Hlc clock) implements FieldState {

    @Override
    public Hlc latest() {
        return clock;
    }

    @Override
    public long weight() {
        return JsonValues.weight(value);
    }
}
