package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.notice.Audience;

/** What devices of the store are told of a step. */
record Telling(Audience audience, ServerMessage message) {}
