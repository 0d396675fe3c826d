package dev.xeocontext.local.stack.backing;

import dev.xeocontext.local.embedded.BackingPorts;
import dev.xeocontext.local.embedded.BackingServer;
import dev.xeocontext.local.embedded.Credentials;
import dev.xeocontext.local.embedded.Databases;
import dev.xeocontext.local.embedded.EmbeddedServers;
import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.embedded.Folders;
import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.stack.Progress;
import dev.xeocontext.local.stack.data.DataFolder;
import dev.xeocontext.local.stack.part.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The embedded servers, each a part that is kept running; the broker may be somebody else's. */
public final class EmbeddedBacking implements Backing {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DataFolder folder;
    private final BackingPorts ports = BackingPorts.free();
    private final Credentials credentials;
    private final Optional<ExternalBroker> broker;
    private final Consumer<String> report;
    private final List<Part> parts = new ArrayList<>();

    /** @param broker used instead of the embedded one */
    public EmbeddedBacking(
            DataFolder folder, Credentials credentials, Optional<ExternalBroker> broker, Consumer<String> report) {
        this.folder = folder;
        this.credentials = credentials;
        this.broker = broker;
        this.report = report;
    }

    @Override
    public void start() {
        var servers = EmbeddedServers.in(folder.root(), folder.programs(), ports, credentials, true);
        start(servers.postgres());
        start(servers.redis());
        if (broker.isEmpty()) {
            start(servers.broker());
        }
    }

    @Override
    public Endpoints awaitDatabases(Progress progress) throws IOException {
        awaitReady(parts.getFirst(), progress);
        var databases = new Databases(Loopback.ADDRESS, ports.postgres(), credentials.postgresAdmin());
        try {
            databases.bootstrap(credentials.postgresRoles());
        } catch (SQLException e) {
            throw new IOException("the databases could not be created", e);
        }
        var endpoints = Endpoints.onLoopback(ports, credentials, "");
        return broker.map(other -> endpoints.withBroker(other.endpoint(), other.queueType()))
                .orElse(endpoints);
    }

    @Override
    public void awaitRest(Progress progress) {
        parts.stream().skip(1).forEach(part -> awaitReady(part, progress));
    }

    @Override
    public void wipe(BackingServer server) throws IOException {
        var lost = folder.root().resolve("lost");
        // away before it dies, so that it cannot come back with it
        Files.move(folder.root().resolve(server.label()), lost);
        kill(server);
        Folders.delete(lost);
    }

    @Override
    public void kill(BackingServer server) {
        if (server == BackingServer.BROKER && broker.isPresent()) {
            throw new IllegalStateException("the broker belongs to somebody else");
        }
        parts.stream()
                .filter(part -> part.name().equals(server.label()))
                .flatMap(part -> part.pid().stream().boxed())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Nothing is: the data folder has it all. */
    @Override
    public void discard() {}

    @Override
    public void close() {
        parts.reversed().forEach(Part::requestStop);
        parts.forEach(Part::awaitStopped);
    }

    private void start(ForegroundServer server) {
        parts.add(Part.start(server, folder.run(), folder.logs(), report));
    }

    private static void awaitReady(Part part, Progress progress) {
        progress.ready(part.name(), part.awaitReady(PATIENCE));
    }
}
