package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.json.CanonicalJson;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The records as the server said that they are: per field the greater clock. Guarded by its {@link LocalStore}. */
final class Confirmed {

    private final Map<RecordKey, RecordState> records = new TreeMap<>();

    void merge(RecordKey key, WireState patch) {
        records.merge(key, patch.toState(), Merge::join);
    }

    void drop(RecordKey key) {
        records.remove(key);
    }

    void keepOnly(Set<RecordKey> named) {
        records.keySet().retainAll(named);
    }

    RecordState get(RecordKey key) {
        return records.getOrDefault(key, RecordState.EMPTY);
    }

    Map<RecordKey, RecordState> all() {
        return new TreeMap<>(records);
    }

    Digest digest(String collection, long purgedBefore) {
        var digest = new Digest();
        hashes(collection, purgedBefore).forEach((id, hash) -> digest.add(id.toString(), hash));
        return digest;
    }

    Map<UUID, String> leaf(String collection, int leaf, long purgedBefore) {
        var hashes = new TreeMap<UUID, String>();
        hashes(collection, purgedBefore).forEach((id, hash) -> {
            if (RecordHash.leaf(id.toString()) == leaf) {
                hashes.put(id, RecordHash.hex(hash));
            }
        });
        return hashes;
    }

    private Map<UUID, Long> hashes(String collection, long purgedBefore) {
        var hashes = new TreeMap<UUID, Long>();
        records.forEach((key, state) -> {
            var deletion = state.deletion();
            boolean counts =
                    deletion == null || !deletion.value() || deletion.clock().millis() >= purgedBefore;
            if (counts && key.collection().equals(collection)) {
                hashes.put(key.id(), RecordHash.of(key.id().toString(), state));
            }
        });
        return hashes;
    }

    /** Every record with its values and clocks, as text that is the same wherever the records are. */
    Map<RecordKey, String> canonical() {
        var texts = new TreeMap<RecordKey, String>();
        records.forEach((key, state) -> texts.put(key, canonical(state)));
        return texts;
    }

    private static String canonical(RecordState state) {
        var sorted = new RecordState(new TreeMap<>(state.fields()), state.deletion());
        var wire = WireState.of(sorted);
        var json = new LinkedHashMap<String, Object>();
        json.put("fields", wire.fields());
        json.put("clocks", wire.clocks());
        var deletion = wire.deleted();
        if (deletion != null) {
            json.put(
                    "deleted",
                    Map.of("value", deletion.value(), "clock", deletion.clock().toString()));
        }
        return CanonicalJson.write(JsonValues.normalizeObject(json));
    }
}
