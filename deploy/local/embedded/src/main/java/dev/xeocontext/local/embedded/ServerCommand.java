package dev.xeocontext.local.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to run a server in the foreground.
 *
 * @param environment added to the caller's; the place for secrets, which a command line would show to everybody
 */
public record ServerCommand(
        List<String> arguments, Map<String, String> environment, Path directory, StopSignal stopSignal) {

    /** What asks the process to finish in good order. */
    public enum StopSignal {
        /** SIGTERM. */
        TERMINATE,
        /** SIGINT: PostgreSQL's fast shutdown, which does not wait for clients to leave. */
        INTERRUPT
    }

    public ServerCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
