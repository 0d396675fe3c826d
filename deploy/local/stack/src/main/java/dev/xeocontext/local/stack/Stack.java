package dev.xeocontext.local.stack;

import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.stack.app.ApplicationPorts;
import dev.xeocontext.local.stack.app.Applications;
import dev.xeocontext.local.stack.backing.Backing;
import dev.xeocontext.local.stack.backing.ContainerBacking;
import dev.xeocontext.local.stack.backing.EmbeddedBacking;
import dev.xeocontext.local.stack.backing.ExternalBacking;
import dev.xeocontext.local.stack.backing.ExternalBroker;
import dev.xeocontext.local.stack.data.DataFolder;
import dev.xeocontext.local.stack.data.DataLock;
import dev.xeocontext.local.stack.data.Secrets;
import dev.xeocontext.local.stack.part.Leftovers;
import dev.xeocontext.local.stack.part.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A whole stack on this machine: started in one call, running until it is closed. */
public final class Stack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final StackSettings settings;
    private final Map<String, String> environment;
    private final Progress progress;
    private final DataFolder folder;
    private final DataLock lock;
    private final Secrets secrets;
    private final Backing backing;
    private final ApplicationPorts ports;
    private final List<Part> applications = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger replicas;
    private volatile @Nullable Endpoints endpoints;
    private volatile @Nullable Applications described;

    /**
     * Takes possession of the data folder; starts nothing yet.
     *
     * @param environment what the applications inherit; it describes external backing services, too
     */
    public Stack(StackSettings settings, Map<String, String> environment, Progress progress) throws IOException {
        this.settings = settings;
        this.environment = environment;
        this.progress = progress;
        this.folder = DataFolder.open(settings.data());
        this.lock = DataLock.take(folder);
        this.secrets = Secrets.of(folder, new SecureRandom());
        this.backing = switch (settings.backing()) {
            case EMBEDDED ->
                new EmbeddedBacking(folder, secrets.credentials(), ExternalBroker.in(environment), progress::say);
            case CONTAINERS -> new ContainerBacking(folder, secrets.credentials());
            case EXTERNAL -> new ExternalBacking(environment);
        };
        this.ports = ApplicationPorts.free(settings.syncReplicas());
        this.replicas = new AtomicInteger(settings.syncReplicas());
    }

    /** Starts all parts, and returns when each is ready. Close the stack also when this throws. */
    public void start() throws IOException {
        int stopped = Leftovers.stop(folder.run());
        if (stopped > 0) {
            progress.say("stopped %d processes that an earlier run had left behind".formatted(stopped));
        }
        GatewayPort.requireFree(settings);
        notePorts();
        backing.start();
        var found = backing.awaitDatabases(progress);
        endpoints = found;
        var parts = new Applications(settings, environment, ports, secrets, found, folder.root());
        described = parts;
        parts.services().forEach(this::launch);
        launch(parts.gateway());
        backing.awaitRest(progress);
        applications.forEach(part -> progress.ready(part.name(), part.awaitReady(PATIENCE)));
    }

    /**
     * Starts one more sync-service beside those of the settings, and returns when it is ready. The gateway does not know it:
     * whoever wants it talks to it straight.
     */
    public AddedReplica addReplica() {
        var parts = Objects.requireNonNull(described, "not started");
        int port = Loopback.freePorts(1).getFirst();
        var part = launch(parts.sync(replicas.getAndIncrement(), port));
        var added = new AddedReplica(part, port, () -> applications.remove(part));
        try {
            progress.ready(part.name(), part.awaitReady(PATIENCE));
            return added;
        } catch (StartFailed e) {
            added.close();
            throw e;
        }
    }

    /** Where the gateway answers. */
    public URI url() {
        return settings.url();
    }

    /** Ports of the services by name, for tests that talk to one replica. */
    public Map<String, Integer> ports() {
        return ports.asMap();
    }

    /** The process of an application, unless it is just being started again. */
    public OptionalLong pid(String application) {
        return applications.stream()
                .filter(part -> part.name().equals(application))
                .findFirst()
                .map(Part::pid)
                .orElseThrow(() -> new IllegalArgumentException("no application named " + application));
    }

    /** Where the backing services of a started stack answer, with the passwords of the services. */
    public Endpoints endpoints() {
        return Objects.requireNonNull(endpoints, "not started");
    }

    public Backing backing() {
        return backing;
    }

    /** What services know each other by, for tests that ask on behalf of one. */
    public String internalSecret() {
        return secrets.internal();
    }

    /** Stops all parts, those first that use the others, and returns when no process is left. Idempotent. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        applications.reversed().forEach(Part::requestStop);
        applications.forEach(Part::awaitStopped);
        backing.close();
        Files.deleteIfExists(portsFile());
        lock.close();
    }

    private Part launch(ForegroundServer server) {
        var part = Part.start(server, folder.run(), folder.logs(), progress::say);
        applications.add(part);
        return part;
    }

    private void notePorts() throws IOException {
        Files.writeString(
                portsFile(),
                ports().entrySet().stream()
                        .map(entry -> "%s=%d%n".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining()));
    }

    private Path portsFile() {
        return folder.run().resolve("ports.properties");
    }
}
