package dev.xeocontext.bench.server;

import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.embedded.Folders;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.stack.AddedReplica;
import dev.xeocontext.local.stack.Progress;
import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The whole stack on data of its own, with free ports, PostgreSQL on disk with fsync. It ends with the run, and its data
 * goes with it unless they are to be kept.
 */
public final class BenchStack implements AutoCloseable {

    private static final List<String> ORDER =
            List.of("gateway", "identity-service", "todos-service", "sync-service", "postgres", "redis", "broker");

    private final Path data;
    private final boolean kept;
    private final Stack stack;
    private final @Nullable RunningRabbit rabbit;
    private final AtomicBoolean closed = new AtomicBoolean();

    private BenchStack(Path data, boolean kept, Stack stack, @Nullable RunningRabbit rabbit) {
        this.data = data;
        this.kept = kept;
        this.stack = stack;
        this.rabbit = rabbit;
    }

    /** The broker that a run uses when nobody chooses one. */
    public static Broker preferred(Map<String, String> environment) {
        return RabbitServer.program(environment).isPresent() ? Broker.RABBITMQ : Broker.EMBEDDED;
    }

    /**
     * Starts everything, and returns when all of it is ready.
     *
     * @param home the work tree with the built applications
     * @param data a folder that nobody else uses
     * @param kept whether it stays afterwards
     */
    public static BenchStack start(
            Path home, Path data, boolean kept, Broker broker, Map<String, String> environment, Progress progress)
            throws IOException {
        Files.createDirectories(data);
        var rabbit = rabbit(home, data, broker, environment, progress);
        var variables = new HashMap<>(environment);
        variables.put("XEO_DATA", data.resolve("stack").toString());
        variables.put("XEO_PORT", Integer.toString(Loopback.freePorts(1).getFirst()));
        variables.put("XEO_BIND", Loopback.ADDRESS);
        variables.put("XEO_BACKING", "embedded");
        if (rabbit != null) {
            variables.putAll(rabbit.environment());
        } else {
            variables.remove("XEO_AMQP_HOST");
        }
        var started =
                new BenchStack(data, kept, new Stack(StackSettings.of(home, variables), variables, progress), rabbit);
        try {
            started.stack.start();
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static @Nullable RunningRabbit rabbit(
            Path home, Path data, Broker broker, Map<String, String> environment, Progress progress)
            throws IOException {
        if (broker == Broker.EMBEDDED) {
            return null;
        }
        var program = RabbitServer.program(environment)
                .orElseThrow(() ->
                        new IOException("no rabbitmq-server found: install it, name it in XEO_BENCH_RABBITMQ, or choose"
                                + " --broker embedded"));
        var definitions = home.resolve("deploy/rabbitmq/definitions.json");
        return RunningRabbit.start(program, data.resolve("rabbit"), definitions, progress::say);
    }

    /** Where the gateway answers. */
    public URI url() {
        return stack.url();
    }

    /** Where the first sync-service answers, without the gateway before it. */
    public URI replica() {
        return URI.create(
                "http://%s:%d".formatted(Loopback.ADDRESS, stack.ports().get("sync-service")));
    }

    /** Starts a second sync-service, and returns when it is ready; it is cold then. */
    public AddedReplica addReplica() {
        return stack.addReplica();
    }

    public Endpoints endpoints() {
        return stack.endpoints();
    }

    /** The root process of each part that runs now, by name: those of the suite first, then what stands behind it. */
    public Map<String, Long> processes() throws IOException {
        var found = new HashMap<String, Long>();
        try (var files = Files.newDirectoryStream(data.resolve("stack/run"), "*.pid")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                var pid = Files.readString(file).split(" ", 2)[0];
                found.put(name.substring(0, name.lastIndexOf('.')), Long.valueOf(pid));
            }
        }
        if (rabbit != null) {
            found.put("broker", rabbit.pid());
        }
        var ordered = new LinkedHashMap<String, Long>();
        ORDER.forEach(prefix -> found.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .forEach(name -> ordered.put(name, found.getOrDefault(name, 0L))));
        return ordered;
    }

    /** Idempotent. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stack.close();
        if (rabbit != null) {
            rabbit.close();
        }
        if (!kept) {
            Folders.delete(data);
        }
    }
}
