package dev.xeocontext.kit.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a collection.
 *
 * @param name as on the wire: letters and digits
 * @param kind how concurrent writes are merged
 * @param rule of the value; of each element for a set
 * @param clearable whether {@code null} is a value of it; a set has no {@code null}
 * @param required whether a record created over REST must have it; records made by ops may come field by field
 * @param absent what it counts as where it was never written; not stored, so that it can't win over a write
 */
public record FieldType(
        String name,
        MergeKind kind,
        Rule rule,
        boolean clearable,
        boolean required,
        @Nullable Object absent) {

    /** How concurrent writes of a field are merged. */
    public enum MergeKind {
        /** As a whole: the greater clock wins. */
        REGISTER,
        /** Element by element. */
        SET
    }

    public FieldType {
        if (!name.matches("[a-zA-Z][a-zA-Z0-9]*")) {
            throw new IllegalArgumentException("not a field name: " + name);
        }
    }

    public static FieldType register(String name, Rule rule) {
        return new FieldType(name, MergeKind.REGISTER, rule, true, false, null);
    }

    public static FieldType set(String name, Rule elements) {
        return new FieldType(name, MergeKind.SET, elements, false, false, List.of());
    }

    /** The same field, never {@code null}: where it was never written it counts as this. */
    public FieldType orElse(Object value) {
        return new FieldType(name, kind, rule, false, required, value);
    }

    /** The same field, never {@code null}, and wanted when a record is created over REST. */
    public FieldType mandatory() {
        return new FieldType(name, kind, rule, false, true, absent);
    }
}
