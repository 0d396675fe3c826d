package dev.xeocontext.kit.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A synced collection, declared once by the service that owns it.
 *
 * @param name as on the wire
 * @param table the table of its records; see {@code RecordTable} for its columns
 * @param fields by name, in the order of declaration
 */
public record CollectionType(String name, String table, Map<String, FieldType> fields) {

    public CollectionType {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static CollectionType of(String name, String table, List<FieldType> fields) {
        Map<String, FieldType> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.put(field.name(), field));
        return new CollectionType(name, table, byName);
    }
}
