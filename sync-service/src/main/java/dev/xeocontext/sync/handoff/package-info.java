/**
 * Activities that are handed over from device to device: one value in Redis each, which follows rules that are pure, and the
 * history of their moves in the database. Nothing of them is ever in the log.
 */
@NullMarked
package dev.xeocontext.sync.handoff;

import org.jspecify.annotations.NullMarked;
