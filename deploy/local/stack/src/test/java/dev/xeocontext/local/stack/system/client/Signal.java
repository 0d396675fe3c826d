package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What makes a client do something. */
sealed interface Signal {

    /** A frame came; ignored when it is of a connection that was given up. */
    record Heard(Wire from, String frame) implements Signal {}

    /** A connection is over. */
    record Gone(Wire wire, int code) implements Signal {}

    /** Somebody wants an answer from the server; fails when the connection does. */
    record Asked(Function<String, ClientMessage> question, CompletableFuture<ServerMessage> answer) implements Signal {}

    /** Something of the client's own has changed: ops, or whether it should be online. */
    record Woken() implements Signal {}
}
