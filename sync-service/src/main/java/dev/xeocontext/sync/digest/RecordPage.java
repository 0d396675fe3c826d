package dev.xeocontext.sync.digest;

import dev.xeocontext.sync.log.StoredRecord;
import java.util.List;

/**
 * Some of the records that were asked for, in the order of their ids.
 *
 * @param asOf the {@code seq} that they stand for
 * @param more whether there are more, after the last of these
 */
public record RecordPage(long asOf, List<StoredRecord> records, boolean more) {}
