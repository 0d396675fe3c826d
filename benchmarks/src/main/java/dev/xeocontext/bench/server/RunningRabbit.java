package dev.xeocontext.bench.server;

import dev.xeocontext.local.stack.part.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A RabbitMQ of this run. */
final class RunningRabbit implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RabbitServer server;
    private final Part part;

    private RunningRabbit(RabbitServer server, Part part) {
        this.server = server;
        this.part = part;
    }

    /** Returns when the server answers and has the topology of the suite. */
    static RunningRabbit start(Path program, Path folder, Path definitions, Consumer<String> report)
            throws IOException {
        Files.createDirectories(folder);
        var server = RabbitServer.in(folder, program);
        var running = new RunningRabbit(server, Part.start(server, folder, folder, report));
        try {
            running.part.awaitReady(PATIENCE);
            server.define(definitions);
            return running;
        } catch (IOException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /** What tells a stack to use it. */
    Map<String, String> environment() {
        return Map.of(
                "XEO_AMQP_HOST",
                "127.0.0.1",
                "XEO_AMQP_PORT",
                Integer.toString(server.port()),
                "XEO_AMQP_USER",
                RabbitServer.USER,
                "XEO_AMQP_PASSWORD",
                RabbitServer.PASSWORD,
                "XEO_QUEUE_TYPE",
                "quorum");
    }

    long pid() {
        return part.pid().orElseThrow(() -> new IllegalStateException("the broker is not running"));
    }

    /** The program is a script; what it started is asked to end by it, and made to when it stays. */
    @Override
    public void close() throws IOException {
        var below = part.pid().stream()
                .boxed()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(ProcessHandle::descendants)
                .toList();
        part.requestStop();
        part.awaitStopped();
        List.copyOf(below).forEach(ProcessHandle::destroyForcibly);
        server.endMapper();
    }
}
