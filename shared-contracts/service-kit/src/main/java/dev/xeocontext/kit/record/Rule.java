package dev.xeocontext.kit.record;

import org.jspecify.annotations.Nullable;

/** What a value must be like. */
@FunctionalInterface
public interface Rule {

    /**
     * What is wrong with the value, as the end of a sentence that begins with its name; {@code null} when it is fine.
     *
     * @param value in the normal form of {@code JsonValues}; never {@code null}: every field may be cleared unless it
     *     says otherwise
     */
    @Nullable
    String fault(Object value);
}
