/**
 * Which devices of a store are connected, and what they are at: of the moment, in Redis, known on every replica. Nothing of it
 * is ever in the log.
 */
@NullMarked
package dev.xeocontext.sync.presence;

import org.jspecify.annotations.NullMarked;
