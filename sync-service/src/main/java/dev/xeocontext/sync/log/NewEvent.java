package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.merge.RecordState;

/**
 * An event that is to be appended: read and found well-formed before it joins others in a transaction.
 *
 * @param patch the change as a state to merge
 */
public record NewEvent(Change change, RecordState patch) {}
