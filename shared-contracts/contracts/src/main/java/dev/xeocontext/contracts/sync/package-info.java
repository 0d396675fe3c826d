/** The sync protocol xeo.sync.v1: every message, limit and close code. */
@NullMarked
package dev.xeocontext.contracts.sync;

import org.jspecify.annotations.NullMarked;
