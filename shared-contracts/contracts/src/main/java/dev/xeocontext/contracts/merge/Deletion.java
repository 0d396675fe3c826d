package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;

/**
 * The deletion register of a record: a delete writes true, a restore writes false, the greater clock wins.
 *
 * @param value whether the record is deleted
 */
public record Deletion(boolean value, Hlc clock) {}
