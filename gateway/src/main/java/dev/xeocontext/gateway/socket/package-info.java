/** WebSockets on their way to sync-service. */
@NullMarked
package dev.xeocontext.gateway.socket;

import org.jspecify.annotations.NullMarked;
