package dev.xeocontext.local.stack.backing;

import dev.xeocontext.local.embedded.BackingPorts;
import dev.xeocontext.local.embedded.BackingServer;
import dev.xeocontext.local.embedded.Credentials;
import dev.xeocontext.local.embedded.Databases;
import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.embedded.containers.BackingContainers;
import dev.xeocontext.local.stack.Progress;
import dev.xeocontext.local.stack.data.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, Redis and RabbitMQ in containers; what they keep is in volumes named after the data folder. */
public final class ContainerBacking implements Backing {

    private final String volumes;
    private final BackingPorts ports = BackingPorts.free();
    private final Credentials credentials;
    private @Nullable BackingContainers containers;
    private Duration took = Duration.ZERO;

    public ContainerBacking(DataFolder folder, Credentials credentials) {
        this.volumes = "xeo-" + UUID.nameUUIDFromBytes(folder.root().toString().getBytes(StandardCharsets.UTF_8));
        this.credentials = credentials;
    }

    /** Returns when they answer: an image may have to be pulled first. */
    @Override
    public void start() throws IOException {
        long begun = System.nanoTime();
        containers = BackingContainers.start(ports, credentials, volumes);
        took = Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public Endpoints awaitDatabases(Progress progress) throws IOException {
        var databases = new Databases(Loopback.ADDRESS, ports.postgres(), credentials.postgresAdmin());
        try {
            databases.bootstrap(credentials.postgresRoles());
        } catch (SQLException e) {
            throw new IOException("the databases could not be created", e);
        }
        return running().endpoints();
    }

    @Override
    public void awaitRest(Progress progress) {
        progress.ready("containers", took);
    }

    @Override
    public void wipe(BackingServer server) {
        throw new IllegalStateException("the data of " + server.label() + " is not in this folder");
    }

    @Override
    public void kill(BackingServer server) throws IOException {
        running().killAndRestart(server);
    }

    @Override
    public void discard() {
        BackingContainers.deleteVolumes(volumes);
    }

    @Override
    public void close() {
        if (containers != null) {
            containers.close();
        }
    }

    private BackingContainers running() {
        if (containers == null) {
            throw new IllegalStateException("not started");
        }
        return containers;
    }
}
