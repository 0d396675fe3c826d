/**
 * Clients: who was connected when, and from which device, as a table for those who show devices.
 *
 * <p>It stands beside the path of ops and events and never holds it up: sockets tell what happens to a map in memory, and a
 * batch of it is written every second. What a crash takes away is a second of it.
 */
@NullMarked
package dev.xeocontext.sync.client;

import org.jspecify.annotations.NullMarked;
