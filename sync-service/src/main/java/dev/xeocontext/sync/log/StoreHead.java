package dev.xeocontext.sync.log;

import java.util.UUID;

/** How far the log of a store goes, and in which epoch. */
public record StoreHead(UUID epoch, long head) {}
