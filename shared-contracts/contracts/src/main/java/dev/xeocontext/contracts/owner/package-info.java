/** What sync-service asks owners about the records of a store, to find and mend what the log does not have. */
@NullMarked
package dev.xeocontext.contracts.owner;

import org.jspecify.annotations.NullMarked;
