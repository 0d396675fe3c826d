/** Synced collections: what they are made of, and how a write becomes a state to merge. */
@NullMarked
package dev.xeocontext.kit.record;

import org.jspecify.annotations.NullMarked;
