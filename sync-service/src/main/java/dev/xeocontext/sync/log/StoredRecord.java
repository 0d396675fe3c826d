package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.merge.Deletion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands.
 *
 * @param fields JSON object
 * @param clocks JSON text or object
 */
public record StoredRecord(
        String collection,
        UUID id,
        String fields,
        String clocks,
        @Nullable Deletion deleted) {}
