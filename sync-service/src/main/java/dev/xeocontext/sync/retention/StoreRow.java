package dev.xeocontext.sync.retention;

import java.util.UUID;

/** A store whose row is locked. */
record StoreRow(UUID storeId, UUID epoch, long head, long compactedTo, long purgedBefore) {}
