package dev.xeocontext.local.stack.backing;

import dev.xeocontext.local.embedded.BackingServer;
import dev.xeocontext.local.embedded.Databases.Service;
import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.stack.Progress;
import dev.xeocontext.local.stack.StartFailed;
import java.util.EnumMap;
import java.util.Map;

/**
 * Backing services that somebody else runs, found by the variables that services are configured by in production. The
 * databases must exist already; the password of each role is {@code XEO_PG_PASSWORD_IDENTITY}, {@code …_TODOS} and
 * {@code …_SYNC}.
 */
public final class ExternalBacking implements Backing {

    private final Map<String, String> environment;

    public ExternalBacking(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void start() {}

    @Override
    public Endpoints awaitDatabases(Progress progress) {
        var passwords = new EnumMap<Service, String>(Service.class);
        for (var service : Service.values()) {
            passwords.put(service, required("XEO_PG_PASSWORD_" + service.name()));
        }
        var broker = ExternalBroker.in(environment)
                .orElseThrow(() -> new StartFailed("XEO_BACKING=external wants XEO_AMQP_HOST to be set."));
        return new Endpoints(
                required("XEO_PG_HOST"),
                Integer.parseInt(environment.getOrDefault("XEO_PG_PORT", "5432")),
                passwords,
                required("XEO_REDIS_URL"),
                broker.endpoint(),
                broker.queueType());
    }

    @Override
    public void awaitRest(Progress progress) {}

    @Override
    public void wipe(BackingServer server) {
        throw new IllegalStateException("the data of " + server.label() + " is not in this folder");
    }

    @Override
    public void kill(BackingServer server) {
        throw new IllegalStateException(server.label() + " belongs to somebody else");
    }

    /** Nothing of that is ours. */
    @Override
    public void discard() {}

    @Override
    public void close() {}

    private String required(String name) {
        return Variables.required(environment, name, "XEO_BACKING=external");
    }
}
