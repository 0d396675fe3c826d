package dev.xeocontext.local.embedded.redis;

import dev.xeocontext.local.embedded.Folders;
import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.embedded.PrivateFiles;
import dev.xeocontext.local.embedded.ServerCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/**
 * Redis without persistence: whatever it holds (rate limits, caches, wake-ups, presence, handoff snapshots) may be lost
 * by design, and a restart with an empty memory is the very case that the services must stand.
 */
public record EmbeddedRedis(Path folder, int port, String password) implements ForegroundServer {

    private static final int TIMEOUT_MILLIS = 500;

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(folder);
        unpack();
        PrivateFiles.write(settings(), """
                bind 127.0.0.1
                port %d
                requirepass %s
                protected-mode yes
                daemonize no
                save ""
                appendonly no
                maxmemory 64mb
                maxmemory-policy volatile-lru
                dir %s
                """.formatted(port, password, folder));
    }

    @Override
    public ServerCommand command() {
        return new ServerCommand(
                List.of(program().toString(), settings().toString()),
                Map.of(),
                folder,
                ServerCommand.StopSignal.TERMINATE);
    }

    @Override
    public boolean ready() {
        try (var socket = Loopback.connect(port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write("AUTH %s\r\nPING\r\n".formatted(password).getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.equals("+OK\r\n+PONG\r\n");
        } catch (IOException e) {
            return false;
        }
    }

    private void unpack() throws IOException {
        var fresh = Files.createTempDirectory(folder, "unpacking");
        var unpacked =
                ExecutableProvider.newJarResourceProvider(fresh.toFile()).get().toPath();
        Files.move(unpacked, program(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folders.delete(fresh);
    }

    private Path program() {
        return folder.resolve("redis-server");
    }

    private Path settings() {
        return folder.resolve("redis.conf");
    }
}
