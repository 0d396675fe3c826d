package dev.xeocontext.bench.server;

import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.embedded.ServerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An installed RabbitMQ, run on loopback with a folder of its own: nothing of the machine's own broker is touched. */
final class RabbitServer implements ForegroundServer {

    static final String USER = "xeo";
    static final String PASSWORD = "only-for-this-run";

    private static final List<String> PROGRAMS = List.of(
            "/usr/lib/rabbitmq/bin/rabbitmq-server",
            "/opt/homebrew/sbin/rabbitmq-server",
            "/usr/local/sbin/rabbitmq-server");

    private final Path program;
    private final Path folder;
    private final int port;
    private final int distributionPort;
    private final int mapperPort;

    private RabbitServer(Path program, Path folder, List<Integer> ports) {
        this.program = program;
        this.folder = folder;
        this.port = ports.get(0);
        this.distributionPort = ports.get(1);
        this.mapperPort = ports.get(2);
    }

    /** The program on this machine: the one that {@code XEO_BENCH_RABBITMQ} names, or where installers put it. */
    static Optional<Path> program(Map<String, String> environment) {
        var named = environment.get("XEO_BENCH_RABBITMQ");
        return (named == null ? PROGRAMS.stream() : List.of(named).stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static RabbitServer in(Path folder, Path program) {
        return new RabbitServer(program, folder, Loopback.freePorts(3));
    }

    int port() {
        return port;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(configuration(), """
            listeners.tcp.1 = %s:%d
            default_user = %s
            default_pass = %s
            log.console.level = warning
            """.formatted(Loopback.ADDRESS, port, USER, PASSWORD));
    }

    @Override
    public ServerCommand command() {
        return new ServerCommand(
                List.of(program.toString()), environment(), folder, ServerCommand.StopSignal.TERMINATE);
    }

    @Override
    public boolean ready() {
        return Loopback.accepts(port);
    }

    /** Brings the server to the topology that the suite expects. */
    void define(Path definitions) throws IOException {
        run(program.resolveSibling("rabbitmqctl").toString(), "import_definitions", definitions.toString());
    }

    /** Ends the port mapper, which a server leaves behind. */
    void endMapper() throws IOException {
        run("epmd", "-kill");
    }

    private void run(String... command) throws IOException {
        var log = folder.resolve("commands.log");
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment());
        try {
            if (builder.start().waitFor() != 0) {
                throw new IOException(List.of(command) + " failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("HOME", folder.toString());
        environment.put("RABBITMQ_NODENAME", "xeo-%d@localhost".formatted(port));
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_LOGS", "-");
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put("RABBITMQ_CONFIG_FILE", configuration().toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", "/dev/null");
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("ERL_EPMD_ADDRESS", Loopback.ADDRESS);
        return environment;
    }

    private Path configuration() {
        return folder.resolve("rabbitmq.conf");
    }
}
