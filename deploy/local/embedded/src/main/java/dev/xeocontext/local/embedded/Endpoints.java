package dev.xeocontext.local.embedded;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where the backing services answer, and with which passwords.
 *
 * @param queueType the value of {@code XEO_QUEUE_TYPE}; empty where the broker knows one type only
 */
public record Endpoints(
        String host, int postgresPort, int redisPort, int amqpPort, Credentials credentials, String queueType) {

    public static final String AMQP_USER = "xeo";

    /** On loopback, at ports that were free a moment ago. */
    public static Endpoints onFreePorts(Credentials credentials) {
        var ports = Loopback.freePorts(3);
        return new Endpoints(Loopback.ADDRESS, ports.get(0), ports.get(1), ports.get(2), credentials, "");
    }

    public Endpoints withQueueType(String type) {
        return new Endpoints(host, postgresPort, redisPort, amqpPort, credentials, type);
    }

    /** The environment that a service needs to find its backing services. */
    public Map<String, String> environment(Databases.Service service) {
        var environment = new TreeMap<String, String>();
        environment.put("XEO_PG_HOST", host);
        environment.put("XEO_PG_PORT", Integer.toString(postgresPort));
        environment.put("XEO_PG_DATABASE", Databases.DATABASE);
        environment.put("XEO_PG_USER", service.schema());
        environment.put("XEO_PG_PASSWORD", credentials.of(service));
        environment.put("XEO_AMQP_HOST", host);
        environment.put("XEO_AMQP_PORT", Integer.toString(amqpPort));
        environment.put("XEO_AMQP_USER", AMQP_USER);
        environment.put("XEO_AMQP_PASSWORD", credentials.broker());
        environment.put("XEO_REDIS_URL", redisUrl());
        if (!queueType.isEmpty()) {
            environment.put("XEO_QUEUE_TYPE", queueType);
        }
        return environment;
    }

    public String redisUrl() {
        return "redis://:%s@%s:%d".formatted(credentials.redis(), host, redisPort);
    }
}
