/**
 * The protocol over plain HTTP, for clients that cannot have a WebSocket: {@code GET /v1/sync/welcome}, {@code POST
 * /v1/sync/push} and {@code GET /v1/sync/pull}. The same bodies and the same rules; a pull is a subscription whose messages are collected and answered
 * together.
 */
@NullMarked
package dev.xeocontext.sync.fallback;

import org.jspecify.annotations.NullMarked;
