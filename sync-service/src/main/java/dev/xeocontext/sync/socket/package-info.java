/**
 * Sockets: the protocol {@code xeo.sync.v1}, from the upgrade to the close code.
 *
 * <p>{@link dev.xeocontext.sync.socket.Connection} is the protocol and knows sockets as a port; the framework ends at
 * {@code SyncEndpoint} and {@code VertxSocket}. They stand on Vert.x itself, because a socket must be able to stop
 * reading, to see a frame that is too large, and to tell when it is full.
 */
@NullMarked
package dev.xeocontext.sync.socket;

import org.jspecify.annotations.NullMarked;
