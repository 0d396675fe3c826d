package dev.xeocontext.sync.log;

/**
 * What an append has to know of a store whose row it has locked.
 *
 * @param purgedBefore tombstones whose clock is older count for nothing, Unix time in milliseconds
 */
record StoreLock(long head, long purgedBefore) {}
