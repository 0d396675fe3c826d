/**
 * Digests of collections, cached per collection and folded from the log: a request costs the sums of the leaves and what
 * is new in the store, of this collection or another, and never a scan of the records as long as the log reaches back to
 * what is cached.
 */
@NullMarked
package dev.xeocontext.sync.digest;

import org.jspecify.annotations.NullMarked;
