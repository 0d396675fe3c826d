package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.merge.Deletion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands.
 *
 * @param fields JSON object
 * @param clocks JSON text or object
 * @param lastSeq the last event that changed it
 */
public record StoredRecord(
        String collection,
        UUID id,
        String fields,
        String clocks,
        @Nullable Deletion deleted,
        long lastSeq) {

    public boolean isDeleted() {
        return deleted != null && deleted.value();
    }
}
