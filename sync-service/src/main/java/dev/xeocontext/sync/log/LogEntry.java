package dev.xeocontext.sync.log;

/** A change and its place in the log of its store. */
public record LogEntry(long seq, Change change) {}
