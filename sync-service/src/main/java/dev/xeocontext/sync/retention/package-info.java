/** Retention: the log is compacted and tombstones are purged once nobody should need them any more. */
@NullMarked
package dev.xeocontext.sync.retention;

import org.jspecify.annotations.NullMarked;
