/**
 * A whole client of {@code xeo.sync.v1} for tests: what a device keeps, how it talks, and a bad network in between.
 *
 * <p>{@code Client} is an actor around a {@code LocalStore}: confirmed records and unsent ops apart, each message of the
 * server taken in one step. Between it and the socket stand {@code Faults}. A {@code Journal} notes what came, and every
 * breach of the protocol by the server.
 */
@NullMarked
package dev.xeocontext.local.stack.system.client;

import org.jspecify.annotations.NullMarked;
