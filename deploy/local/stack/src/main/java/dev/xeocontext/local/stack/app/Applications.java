package dev.xeocontext.local.stack.app;

import dev.xeocontext.local.embedded.Databases.Service;
import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.stack.StackSettings;
import dev.xeocontext.local.stack.data.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which applications there are, and what each is told by its environment. */
public final class Applications {

    private static final String READINESS = "/q/health/ready";

    private final StackSettings settings;
    private final Map<String, String> inherited;
    private final ApplicationPorts ports;
    private final Secrets secrets;
    private final Endpoints endpoints;
    private final Path directory;

    /** @param inherited what all are told beside what they must be told: settings of theirs */
    public Applications(
            StackSettings settings,
            Map<String, String> inherited,
            ApplicationPorts ports,
            Secrets secrets,
            Endpoints endpoints,
            Path directory) {
        this.settings = settings;
        this.inherited = Map.copyOf(inherited);
        this.ports = ports;
        this.secrets = secrets;
        this.endpoints = endpoints;
        this.directory = directory;
    }

    /** The services, in the order in which they are reported. */
    public List<ForegroundServer> services() {
        var services = new ArrayList<ForegroundServer>();
        services.add(service("identity-service", Service.IDENTITY, 160, ports.identity(), "identity-service"));
        services.add(service("todos-service", Service.TODOS, 224, ports.todos(), "todos-service"));
        for (int replica = 0; replica < ports.sync().size(); replica++) {
            var name = replica == 0 ? "sync-service" : "sync-service-" + (replica + 1);
            services.add(service(name, Service.SYNC, 320, ports.sync().get(replica), "sync-service"));
        }
        return services;
    }

    public ForegroundServer gateway() throws IOException {
        var environment = common();
        environment.put("SERVER_ADDRESS", settings.bind());
        environment.put("SERVER_PORT", Integer.toString(settings.port()));
        environment.put("XEO_REDIS_URL", endpoints.redisUrl());
        var health = settings.url().resolve("/health");
        return new Application("gateway", gatewayJar(), 192, environment, health, directory);
    }

    private ForegroundServer service(String name, Service schema, int heap, int port, String module) {
        var environment = common();
        environment.putAll(endpoints.environment(schema));
        environment.put("QUARKUS_HTTP_HOST", Loopback.ADDRESS);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        if (schema == Service.IDENTITY) {
            environment.put("XEO_KEY_SECRET", secrets.key());
        }
        var jar = settings.home().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        return new Application(name, jar, heap, environment, URI.create(url(port) + READINESS), directory);
    }

    private Map<String, String> common() {
        var environment = new TreeMap<>(inherited);
        environment.put("XEO_IDENTITY_URL", url(ports.identity()));
        environment.put("XEO_TODOS_URL", url(ports.todos()));
        environment.put("XEO_SYNC_URL", url(ports.sync().getFirst()));
        environment.put("XEO_INTERNAL_SECRET", secrets.internal());
        return environment;
    }

    private Path gatewayJar() throws IOException {
        var target = settings.home().resolve("gateway/target");
        if (Files.isDirectory(target)) {
            try (var jars = Files.newDirectoryStream(target, "gateway-*.jar")) {
                for (var jar : jars) {
                    return jar;
                }
            }
        }
        return target.resolve("gateway.jar");
    }

    private static String url(int port) {
        return "http://%s:%d".formatted(Loopback.ADDRESS, port);
    }
}
