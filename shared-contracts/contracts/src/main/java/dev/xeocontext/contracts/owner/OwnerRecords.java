package dev.xeocontext.contracts.owner;

import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import java.util.List;

/** Records as their owner has them, tombstones included; those that it doesn't have, or has purged, are missing. */
public record OwnerRecords(List<SnapshotRecord> records) {}
