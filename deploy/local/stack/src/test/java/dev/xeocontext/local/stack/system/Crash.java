package dev.xeocontext.local.stack.system;

import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.embedded.BackingServer;
import dev.xeocontext.local.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** kill -9 of a process of the stack, which is then started again. */
final class Crash {

    private static final Duration OUTAGE = Duration.ofMinutes(2);

    private Crash() {}

    static void of(Stack stack, String victim) throws IOException {
        for (var server : BackingServer.values()) {
            if (server.label().equals(victim)) {
                stack.backing().kill(server);
                return;
            }
        }
        long pid = await(victim + " runs")
                .atMost(OUTAGE)
                .until(() -> stack.pid(victim), OptionalLong::isPresent)
                .getAsLong();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
