package dev.xeocontext.bench.limit;

import dev.xeocontext.local.embedded.Loopback;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of a {@link BareServerMain}. */
final class BareServer implements AutoCloseable {

    private static final long GRACE_SECONDS = 5;

    private final Process process;
    private final int port;

    private BareServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param redisUrl of the Redis that it listens to when it is asked to */
    static BareServer start(String redisUrl) throws IOException {
        var builder = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        // not on the command line, which everybody on the machine may read
        builder.environment().put(BareServerMain.REDIS, redisUrl);
        var process = builder.start();
        var line = process.inputReader(StandardCharsets.US_ASCII).readLine();
        if (line == null) {
            throw new IOException("the bare server did not start");
        }
        return new BareServer(process, Integer.parseInt(line));
    }

    private static List<String> command() {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= 24) {
            // Netty's, which would be warned about otherwise
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareServerMain.class.getName()));
        return command;
    }

    URI uri(String pathAndQuery) {
        return URI.create("ws://%s:%d%s".formatted(Loopback.ADDRESS, port, pathAndQuery));
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
