package dev.xeocontext.local.embedded.broker;

import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.embedded.ServerCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Apache Qpid Broker-J with its queues and persistent messages on disk, so that what was confirmed to a publisher
 * survives kill -9. Exchanges, queues, alternate exchange and dead letters come from {@code virtualhost.json} when the
 * store is created: Qpid refuses the arguments by which RabbitMQ's clients would ask for them.
 */
public record EmbeddedBroker(Path folder, int port, String password) implements ForegroundServer {

    static final String READY = "ready";

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(READY));
    }

    @Override
    public ServerCommand command() {
        return new ServerCommand(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:MaxDirectMemorySize=96m",
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n",
                        "-cp",
                        classPath(),
                        BrokerMain.class.getName(),
                        folder.toString()),
                Map.of(
                        "XEO_AMQP_PORT",
                        Integer.toString(port),
                        "XEO_AMQP_USER",
                        Endpoints.AMQP_USER,
                        "XEO_AMQP_PASSWORD",
                        password),
                folder,
                ServerCommand.StopSignal.TERMINATE);
    }

    /** The port opens before the queues are recovered; the mark is written when they are. */
    @Override
    public boolean ready() {
        return Files.exists(folder.resolve(READY)) && Loopback.accepts(port);
    }

    /** Ours, in a form that does not depend on the working directory. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
