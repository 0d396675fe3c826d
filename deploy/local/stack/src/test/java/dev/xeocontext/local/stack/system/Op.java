package dev.xeocontext.local.stack.system;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** An op as a device sends it. */
record Op(UUID opId, String collection, UUID id, String kind, String hlc, Map<String, Object> fields) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static Op put(UUID id, String hlc, Map<String, Object> fields) {
        return new Op(uuid(), "todos", id, "put", hlc, fields);
    }

    static Op delete(UUID id, String hlc) {
        return new Op(uuid(), "todos", id, "delete", hlc, Map.of());
    }

    static Op restore(UUID id, String hlc) {
        return new Op(uuid(), "todos", id, "restore", hlc, Map.of());
    }

    /** As it goes on the wire. */
    Map<String, Object> json() {
        var json = new TreeMap<String, Object>(
                Map.of("opId", opId, "collection", collection, "id", id, "kind", kind, "hlc", hlc));
        if (!fields.isEmpty()) {
            json.put("fields", fields);
        }
        return json;
    }

    /** A UUIDv7 of now. */
    static UUID uuid() {
        long time = Instant.now().toEpochMilli() << 16;
        long version = 0x7000L | RANDOM.nextInt(0x1000);
        long variant = RANDOM.nextLong() >>> 2 | 1L << 63;
        return new UUID(time | version, variant);
    }
}
