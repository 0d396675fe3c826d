package dev.xeocontext.local.embedded.postgres;

import dev.xeocontext.local.embedded.Databases;
import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.embedded.PrivateFiles;
import dev.xeocontext.local.embedded.ServerCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL on loopback, with SCRAM passwords and no other way in. The data folder is kept between runs.
 */
public final class EmbeddedPostgres implements ForegroundServer {

    private final Path folder;
    private final Path cache;
    private final int port;
    private final String password;
    private final boolean durable;
    private @Nullable PostgresPrograms programs;

    /**
     * A server that is not running yet.
     *
     * @param cache where the programs are unpacked to, once
     * @param durable whether a commit waits for the disk; off for throw-away data of tests only
     */
    public EmbeddedPostgres(Path folder, Path cache, int port, String password, boolean durable) {
        this.folder = folder.toAbsolutePath();
        this.cache = cache;
        this.port = port;
        this.password = password;
        this.durable = durable;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(folder);
        programs = PostgresPrograms.under(cache);
        if (!Files.exists(data().resolve("PG_VERSION"))) {
            initialise();
        }
    }

    @Override
    public ServerCommand command() {
        var onOff = durable ? "on" : "off";
        var arguments = unprivileged();
        arguments.addAll(List.of(program("postgres"), "-D", data().toString()));
        arguments.addAll(List.of("-p", Integer.toString(port)));
        for (var setting : List.of(
                "listen_addresses=" + Loopback.ADDRESS,
                "unix_socket_directories=",
                "fsync=" + onOff,
                "synchronous_commit=" + onOff,
                "full_page_writes=" + onOff,
                "max_connections=200",
                "shared_buffers=256MB",
                // a checkpoint is followed by whole pages in the log of changes: seldom, rather than every 25 s under
                // load
                "max_wal_size=4GB",
                "checkpoint_timeout=15min",
                "timezone=UTC")) {
            arguments.addAll(List.of("-c", setting));
        }
        return new ServerCommand(arguments, Map.of(), folder, ServerCommand.StopSignal.INTERRUPT);
    }

    @Override
    public boolean ready() {
        return Loopback.accepts(port) && new Databases(Loopback.ADDRESS, port, password).reachable();
    }

    private void initialise() throws IOException {
        var secret = folder.resolve("initial-password");
        PrivateFiles.write(secret, password);
        var log = folder.resolve("initdb.log");
        var arguments = unprivileged();
        arguments.addAll(List.of(
                program("initdb"),
                "--pgdata=" + data(),
                "--username=" + Databases.SUPERUSER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        try {
            var exit = new ProcessBuilder(arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException("initdb failed:\n" + Files.readString(log, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while creating the database", e);
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /** PostgreSQL refuses to run as root; inside a user namespace of its own it does not see that it is. */
    private static List<String> unprivileged() {
        var root = "root".equals(System.getProperty("user.name"));
        return root ? new ArrayList<>(List.of("unshare", "--user")) : new ArrayList<>();
    }

    private String program(String name) {
        return Objects.requireNonNull(programs, "not prepared").path(name);
    }

    private Path data() {
        return folder.resolve("data");
    }
}
