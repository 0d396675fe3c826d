package dev.xeocontext.testkit;

import dev.xeocontext.local.embedded.BackingPorts;
import dev.xeocontext.local.embedded.Credentials;
import dev.xeocontext.local.embedded.Databases;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL, Redis and the broker for the tests of a service, with the databases created. Started by the first test
 * class that names it, shared by all of the JVM, gone with it. {@code XEO_BACKING=containers} takes containers instead
 * of the embedded servers.
 *
 * <p>The service finds them through the variables that configure it in production. {@code XEO_PG_USER} is not among
 * them: every service enters as its own role by default, and here all roles have one password.
 */
public final class BackingServices implements QuarkusTestResourceLifecycleManager {

    /** What services show each other in tests. */
    public static final String DEPLOYMENT_SECRET = "a secret of tests";

    private static final String PASSWORD = "test";

    @Override
    public Map<String, String> start() {
        return OncePerJvm.values("dev.xeocontext.testkit.backing", BackingServices::startOnce);
    }

    /** Does nothing: the next test class wants them too, and they end with the JVM. */
    @Override
    public void stop() {}

    private static Map<String, String> startOnce() {
        try {
            var endpoints = ThrowAwayServers.start(BackingPorts.free(), credentials());
            new Databases(endpoints.postgresHost(), endpoints.postgresPort(), PASSWORD)
                    .bootstrap(endpoints.postgresPasswords());
            var variables = new TreeMap<>(endpoints.environment(Databases.Service.TODOS));
            variables.remove("XEO_PG_USER");
            variables.put("XEO_INTERNAL_SECRET", DEPLOYMENT_SECRET);
            return variables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the databases could not be created", e);
        }
    }

    private static Credentials credentials() {
        var roles = new EnumMap<Databases.Service, String>(Databases.Service.class);
        for (var service : Databases.Service.values()) {
            roles.put(service, PASSWORD);
        }
        return new Credentials(PASSWORD, roles, PASSWORD, PASSWORD);
    }
}
