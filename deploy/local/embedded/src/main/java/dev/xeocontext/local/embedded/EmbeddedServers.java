package dev.xeocontext.local.embedded;

import dev.xeocontext.local.embedded.broker.EmbeddedBroker;
import dev.xeocontext.local.embedded.postgres.EmbeddedPostgres;
import dev.xeocontext.local.embedded.redis.EmbeddedRedis;
import java.nio.file.Path;
import java.util.List;

/** The three servers of one stack, on ports that are given to them. */
public record EmbeddedServers(EmbeddedPostgres postgres, EmbeddedRedis redis, EmbeddedBroker broker) {

    /**
     * The servers of a stack that has not started yet.
     *
     * @param data each server keeps its own folder in it
     * @param cache where programs are unpacked to
     * @param durable see {@link EmbeddedPostgres}
     */
    public static EmbeddedServers in(
            Path data, Path cache, BackingPorts ports, Credentials credentials, boolean durable) {
        var root = data.toAbsolutePath();
        return new EmbeddedServers(
                new EmbeddedPostgres(
                        root.resolve("postgres"), cache, ports.postgres(), credentials.postgresAdmin(), durable),
                new EmbeddedRedis(root.resolve("redis"), ports.redis(), credentials.redis()),
                new EmbeddedBroker(root.resolve("broker"), ports.amqp(), credentials.broker()));
    }

    public List<ForegroundServer> all() {
        return List.of(postgres, redis, broker);
    }
}
