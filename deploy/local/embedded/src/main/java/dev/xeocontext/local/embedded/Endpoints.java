package dev.xeocontext.local.embedded;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where the backing services answer, wherever they run.
 *
 * @param queueType the value of {@code XEO_QUEUE_TYPE}; empty where the broker knows one type only
 */
public record Endpoints(
        String postgresHost,
        int postgresPort,
        Map<Databases.Service, String> postgresPasswords,
        String redisUrl,
        Amqp amqp,
        String queueType) {

    /** The broker. */
    public record Amqp(String host, int port, String user, String password) {}

    public static final String AMQP_USER = "xeo";

    public Endpoints {
        postgresPasswords = Map.copyOf(postgresPasswords);
    }

    /** Of servers on this machine. */
    public static Endpoints onLoopback(BackingPorts ports, Credentials credentials, String queueType) {
        return new Endpoints(
                Loopback.ADDRESS,
                ports.postgres(),
                credentials.postgresRoles(),
                "redis://:%s@%s:%d".formatted(credentials.redis(), Loopback.ADDRESS, ports.redis()),
                new Amqp(Loopback.ADDRESS, ports.amqp(), AMQP_USER, credentials.broker()),
                queueType);
    }

    /** The same but for the broker. */
    public Endpoints withBroker(Amqp other, String otherQueueType) {
        return new Endpoints(postgresHost, postgresPort, postgresPasswords, redisUrl, other, otherQueueType);
    }

    /** The environment that a service needs to find its backing services. */
    public Map<String, String> environment(Databases.Service service) {
        var environment = new TreeMap<String, String>();
        environment.put("XEO_PG_HOST", postgresHost);
        environment.put("XEO_PG_PORT", Integer.toString(postgresPort));
        environment.put("XEO_PG_DATABASE", Databases.DATABASE);
        environment.put("XEO_PG_USER", service.schema());
        environment.put("XEO_PG_PASSWORD", Objects.requireNonNull(postgresPasswords.get(service)));
        environment.put("XEO_AMQP_HOST", amqp.host());
        environment.put("XEO_AMQP_PORT", Integer.toString(amqp.port()));
        environment.put("XEO_AMQP_USER", amqp.user());
        environment.put("XEO_AMQP_PASSWORD", amqp.password());
        environment.put("XEO_REDIS_URL", redisUrl);
        if (!queueType.isEmpty()) {
            environment.put("XEO_QUEUE_TYPE", queueType);
        }
        return environment;
    }

    @Override
    public String toString() {
        return "Endpoints[%s:%d, %s:%d]".formatted(postgresHost, postgresPort, amqp.host(), amqp.port());
    }
}
