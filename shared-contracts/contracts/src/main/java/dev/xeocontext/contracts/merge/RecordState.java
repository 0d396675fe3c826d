package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a replica holds of a record: its fields and its deletion register, each with its clocks. Also what an op or an
 * event contributes to it, which is the same thing with fewer fields: {@link Merge} joins the two. Immutable.
 *
 * @param fields the fields that were ever written, by name
 * @param deletion the deletion register; {@code null} while it was never written
 */
public record RecordState(
        Map<String, FieldState> fields, @Nullable Deletion deletion) {

    /** A record of which nothing is known. */
    public static final RecordState EMPTY = new RecordState(Map.of(), null);

    public RecordState {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public boolean isDeleted() {
        return deletion != null && deletion.value();
    }

    /** The greatest clock in the record. */
    public Optional<Hlc> latest() {
        Stream<Hlc> ofFields = fields.values().stream().map(FieldState::latest);
        Stream<Hlc> ofDeletion = deletion == null ? Stream.of() : Stream.of(deletion.clock());
        return Stream.concat(ofFields, ofDeletion).max(Comparator.naturalOrder());
    }

    /** How much room the fields take, in characters, as {@link FieldState#weight()} counts it. */
    public long weight() {
        return fields.entrySet().stream()
                .mapToLong(field -> field.getKey().length() + field.getValue().weight())
                .sum();
    }
}
