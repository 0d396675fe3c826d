package dev.xeocontext.local.stack.system;

import dev.xeocontext.local.stack.system.client.LocalStore;
import dev.xeocontext.local.stack.system.client.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Edits of a few todos at random: of texts, of a closed set of values, of a set, deletions and restores. */
final class RandomEdits {

    private static final List<String> STATUSES = List.of("open", "in-progress", "done", "cancelled");
    private static final List<String> TAGS = List.of("shop", "home", "späť", "日本", "a/b=c");

    private final List<RecordKey> records;
    private final Random random;

    RandomEdits(List<RecordKey> records, Random random) {
        this.records = records;
        this.random = random;
    }

    RecordKey record() {
        return records.get(random.nextInt(records.size()));
    }

    void make(LocalStore store) {
        var key = record();
        switch (random.nextInt(14)) {
            case 0, 1 -> store.delete(key);
            case 2, 3 -> store.restore(key);
            case 4, 5 -> store.put(key, Map.of("status", STATUSES.get(random.nextInt(STATUSES.size()))));
            case 6, 7, 8 -> store.put(key, Map.of("tags", Map.of(random.nextBoolean() ? "add" : "remove", tags())));
            case 9 -> store.put(key, Map.of("title", text(), "notes", text(), "priority", (long) random.nextInt(5)));
            default -> store.put(key, Map.of(random.nextBoolean() ? "title" : "notes", text()));
        }
    }

    private List<String> tags() {
        int first = random.nextInt(TAGS.size());
        return TAGS.subList(first, Math.min(TAGS.size(), first + 1 + random.nextInt(2)));
    }

    private String text() {
        return "Text " + random.nextInt(1_000_000);
    }
}
