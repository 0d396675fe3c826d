package dev.xeocontext.bench.client;

import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.List;

/** A message that came. */
sealed interface Incoming {

    /**
     * A delta, of which only the ops are read: with thousands of subscribers in one process everything else would be
     * time that the server is not to blame for.
     */
    record Events(List<String> opIds) implements Incoming {}

    record Whole(ServerMessage message) implements Incoming {}
}
