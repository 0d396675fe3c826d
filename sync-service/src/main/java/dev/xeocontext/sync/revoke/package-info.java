/**
 * Sessions that ended before their tokens did: heard of through the broker at once, and asked for now and then, so that a
 * broker that is away costs seconds.
 */
@NullMarked
package dev.xeocontext.sync.revoke;

import org.jspecify.annotations.NullMarked;
