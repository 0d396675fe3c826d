package dev.xeocontext.local.stack.app;

import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.ServerCommand;
import dev.xeocontext.local.stack.StartFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of our own applications: a JVM on a runnable jar, ready when its health check says so.
 *
 * @param heapMegabytes the most that its heap may take
 * @param health its readiness check
 */
record Application(
        String name, Path jar, int heapMegabytes, Map<String, String> environment, URI health, Path directory)
        implements ForegroundServer {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Override
    public void prepare() {
        if (!Files.exists(jar)) {
            throw new StartFailed("%s is not built: %s is missing. ./xeo up builds it.".formatted(name, jar));
        }
    }

    @Override
    public ServerCommand command() {
        var arguments = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx" + heapMegabytes + 'm',
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Duser.timezone=UTC"));
        if (Runtime.version().feature() >= 24) {
            arguments.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        arguments.addAll(List.of("-jar", jar.toString()));
        return new ServerCommand(arguments, environment, directory, ServerCommand.StopSignal.TERMINATE);
    }

    @Override
    public boolean ready() {
        var request = HttpRequest.newBuilder(health).timeout(TIMEOUT).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
