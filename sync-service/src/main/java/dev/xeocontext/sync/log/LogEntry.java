package dev.xeocontext.sync.log;

import org.jspecify.annotations.Nullable;

/**
 * A change and its place in the log of its store.
 *
 * @param sides of the record, for filters; {@code null} when they were not read
 */
public record LogEntry(long seq, Change change, @Nullable Sides sides) {}
