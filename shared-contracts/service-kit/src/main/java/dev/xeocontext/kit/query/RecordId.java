package dev.xeocontext.kit.query;

import java.io.Serializable;
import java.util.UUID;

/** The key of a record's row. */
public record RecordId(UUID storeId, UUID id) implements Serializable {}
