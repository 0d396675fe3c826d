package dev.xeocontext.local.stack.system.client;

import java.net.URI;
import java.util.UUID;

/**
 * Who a client is, and where it goes.
 *
 * @param server the gateway, or a replica of sync-service
 */
public record Login(URI server, UUID deviceId, String token) {}
