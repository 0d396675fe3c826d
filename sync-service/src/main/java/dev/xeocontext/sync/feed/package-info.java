/**
 * Feeds: what a device sees of a store, as it happens.
 *
 * <p>A subscription is a place in the log and a pump that moves it as fast as its socket drains. What is new is read once
 * for all subscriptions of a store that stand at its end; one that is behind reads by itself until it stands there too.
 * Nothing is queued for anybody, so a slow reader costs no memory.
 */
@NullMarked
package dev.xeocontext.sync.feed;

import org.jspecify.annotations.NullMarked;
