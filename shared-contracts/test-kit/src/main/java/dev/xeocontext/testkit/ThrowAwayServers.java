package dev.xeocontext.testkit;

import dev.xeocontext.local.embedded.BackingPorts;
import dev.xeocontext.local.embedded.Credentials;
import dev.xeocontext.local.embedded.EmbeddedServers;
import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.embedded.Folders;
import dev.xeocontext.local.embedded.RunningServers;
import dev.xeocontext.local.embedded.containers.BackingContainers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Backing services whose data and processes end with the JVM. */
final class ThrowAwayServers {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private ThrowAwayServers() {}

    static Endpoints start(BackingPorts ports, Credentials credentials) throws IOException {
        var backing = System.getenv().getOrDefault("XEO_BACKING", "embedded");
        return switch (backing) {
            case "embedded" -> embedded(ports, credentials);
            case "containers" -> containers(ports, credentials);
            default -> throw new IOException("XEO_BACKING is neither embedded nor containers: " + backing);
        };
    }

    private static Endpoints embedded(BackingPorts ports, Credentials credentials) throws IOException {
        var folder = Files.createTempDirectory("xeo-test");
        var servers = EmbeddedServers.in(folder, programs(), ports, credentials, false);
        var running = RunningServers.start(servers, folder, PATIENCE);
        atEnd(() -> {
            running.close();
            delete(folder);
        });
        return Endpoints.onLoopback(ports, credentials, "");
    }

    private static Endpoints containers(BackingPorts ports, Credentials credentials) throws IOException {
        var containers = BackingContainers.start(ports, credentials, null);
        atEnd(containers::close);
        return containers.endpoints();
    }

    /** Programs are unpacked once for all modules and runs: in {@code .xeo} at the root of the work tree. */
    private static Path programs() {
        var folder = Path.of("").toAbsolutePath();
        for (var parent = folder; parent != null; parent = parent.getParent()) {
            if (Files.isDirectory(parent.resolve(".mvn"))) {
                return parent.resolve(".xeo/programs");
            }
        }
        return folder.resolve("target/programs");
    }

    private static void atEnd(Runnable action) {
        Runtime.getRuntime().addShutdownHook(new Thread(action, "backing-services-stop"));
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
