/** A WebSocket client for the terminal. */
@NullMarked
package dev.xeocontext.local.stack.socket;

import org.jspecify.annotations.NullMarked;
