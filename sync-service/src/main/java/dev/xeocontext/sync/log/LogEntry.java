package dev.xeocontext.sync.log;

/**
 * A change and its place in the log of its store.
 *
 * @param sides of the record, for filters
 */
public record LogEntry(long seq, Change change, Sides sides) {}
