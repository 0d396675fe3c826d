package dev.xeocontext.local.embedded.broker;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;

/**
 * Runs the broker in the foreground until it is terminated. Its one argument is the data folder; port, user and
 * password come from {@code XEO_AMQP_PORT}, {@code XEO_AMQP_USER} and {@code XEO_AMQP_PASSWORD}, so that the password
 * shows in no process list.
 */
public final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]).toAbsolutePath();
        System.setProperty("qpid.work_dir", folder.toString());
        System.setProperty(
                "derby.stream.error.file", folder.resolve("derby.log").toString());
        var launcher = new SystemLauncher();
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::shutdown, "broker-shutdown"));
        launcher.startup(Map.of(
                SystemConfig.TYPE,
                "JSON",
                "storePath",
                noSettings(folder).toString(),
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                settings().toString(),
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                "true"));
        Files.writeString(
                folder.resolve(EmbeddedBroker.READY),
                Long.toString(ProcessHandle.current().pid()));
    }

    /** The broker's own settings are made anew at each start; queues and messages live in the store beside them. */
    private static Path noSettings(Path folder) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve("settings.json");
        Files.deleteIfExists(file);
        return file;
    }

    /** Names the variables of the environment that hold port and password, which therefore are written nowhere. */
    private static URL settings() {
        return Objects.requireNonNull(BrokerMain.class.getResource("broker.json"), "broker.json is part of this jar");
    }
}
