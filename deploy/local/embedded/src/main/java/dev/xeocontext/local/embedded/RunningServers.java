package dev.xeocontext.local.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Embedded servers that run as children of this process, for those who need no supervision: tests. */
public final class RunningServers implements AutoCloseable {

    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final Map<String, ForegroundServer> servers = new LinkedHashMap<>();
    private final Map<String, ServerProcess> processes = new LinkedHashMap<>();
    private final Path logs;

    private RunningServers(Path logs) {
        this.logs = logs;
    }

    /** Starts all of them, and returns when each answers. Nothing is left running when it throws. */
    public static RunningServers start(EmbeddedServers servers, Path logs, Duration patience) throws IOException {
        var running = new RunningServers(logs);
        try {
            for (var server : servers.all()) {
                running.servers.put(server.name(), server);
                running.launch(server);
            }
            for (var server : servers.all()) {
                running.awaitReady(server, patience);
            }
            return running;
        } catch (IOException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    public boolean isAlive(String name) {
        var process = processes.get(name);
        return process != null && process.isAlive();
    }

    /** The hard way down, and up again on the same data. */
    public void killAndRestart(String name, Duration patience) throws IOException {
        var process = processes.get(name);
        var server = servers.get(name);
        if (process == null || server == null) {
            throw new IllegalArgumentException("no server named " + name);
        }
        process.kill();
        launch(server);
        awaitReady(server, patience);
    }

    @Override
    public void close() {
        processes.values().forEach(ServerProcess::requestStop);
        processes.values().forEach(process -> process.awaitEnd(STOP_GRACE));
    }

    private void launch(ForegroundServer server) throws IOException {
        server.prepare();
        processes.put(server.name(), ServerProcess.start(server.command(), log(server)));
    }

    private void awaitReady(ForegroundServer server, Duration patience) throws IOException {
        Patience.of(patience)
                .until(server.name() + " is ready or gone", () -> server.ready() || !isAlive(server.name()));
        if (!isAlive(server.name())) {
            throw new IOException("%s did not start:%n%s".formatted(server.name(), Files.readString(log(server))));
        }
    }

    private Path log(ForegroundServer server) {
        return logs.resolve(server.name() + ".log");
    }
}
