/**
 * Digests of collections, cached per collection and folded from the log: a request costs the sums of the leaves and what
 * is new, and never a scan of the records.
 */
@NullMarked
package dev.xeocontext.sync.digest;

import org.jspecify.annotations.NullMarked;
