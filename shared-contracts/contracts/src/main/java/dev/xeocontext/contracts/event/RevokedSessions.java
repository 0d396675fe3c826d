package dev.xeocontext.contracts.event;

import java.util.List;

/**
 * The answer of identity-service to {@code GET /internal/v1/sessions/revoked?since=<Unix ms>}, for who may have missed an
 * event: what was revoked at that moment or later.
 *
 * @param sessions by the time of their revocation, oldest first
 * @param asOf what to ask for next, Unix time in milliseconds: everything before it has been told. It lies a little before
 *     the present, because a revocation is seen only once its transaction is committed; a session may be told of twice
 */
public record RevokedSessions(List<SessionRevoked> sessions, long asOf) {}
