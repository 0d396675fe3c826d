package dev.xeocontext.local.embedded.containers;

import dev.xeocontext.local.embedded.BackingPorts;
import dev.xeocontext.local.embedded.BackingServer;
import dev.xeocontext.local.embedded.Credentials;
import dev.xeocontext.local.embedded.Databases;
import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.embedded.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.MountableFile;

/**
 * PostgreSQL, Redis and RabbitMQ as production runs them: quorum queues with a delivery limit, dead letters and an
 * alternate exchange by policy, from the definitions file that every deployment imports.
 */
public final class BackingContainers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String DEFINITIONS = "/tmp/definitions.json";

    private final Endpoints endpoints;
    private final Databases databases;
    private final BackingContainer postgres;
    private final BackingContainer redis;
    private final BackingContainer broker;

    private BackingContainers(BackingPorts ports, Credentials credentials, @Nullable String volumes) {
        this.endpoints = Endpoints.onLoopback(ports, credentials, "quorum");
        this.databases = new Databases(endpoints.postgresHost(), ports.postgres(), credentials.postgresAdmin());
        this.postgres = new BackingContainer("postgres", "postgres:17", ports.postgres(), 5432)
                .withEnv("POSTGRES_PASSWORD", credentials.postgresAdmin())
                .withCommand("postgres", "-c", "max_connections=200")
                .keeping(volumes, "/var/lib/postgresql/data");
        this.redis = new BackingContainer("redis", "redis:8", ports.redis(), 6379)
                .withCommand(
                        "redis-server",
                        "--bind",
                        "0.0.0.0",
                        "--requirepass",
                        credentials.redis(),
                        "--save",
                        "",
                        "--appendonly",
                        "no");
        this.broker = new BackingContainer("broker", "rabbitmq:4", ports.amqp(), 5672)
                .withEnv("RABBITMQ_DEFAULT_USER", Endpoints.AMQP_USER)
                .withEnv("RABBITMQ_DEFAULT_PASS", credentials.broker())
                .withCopyFileToContainer(
                        MountableFile.forClasspathResource("rabbitmq/definitions.json", 0644), DEFINITIONS)
                .keeping(volumes, "/var/lib/rabbitmq");
    }

    /**
     * Starts all three, and returns when they answer. Nothing is left running when it throws; what a killed process left
     * running on the same volumes is removed first.
     *
     * @param volumes what the names of the volumes begin with; null for data that goes with the containers
     */
    public static BackingContainers start(BackingPorts ports, Credentials credentials, @Nullable String volumes)
            throws IOException {
        if (volumes != null) {
            BackingContainer.removeAllOf(volumes);
        }
        var containers = new BackingContainers(ports, credentials, volumes);
        try {
            Startables.deepStart(containers.postgres, containers.redis, containers.broker)
                    .join();
            containers.awaitReady();
            return containers;
        } catch (IOException | RuntimeException e) {
            containers.close();
            throw e;
        }
    }

    /** Deletes all data of containers that are not running any more. */
    public static void deleteVolumes(String volumes) {
        BackingContainer.deleteVolumes(volumes);
    }

    /** Where they answer; the queue type is theirs. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Kills one, starts it again, and returns when it answers. */
    public void killAndRestart(BackingServer server) throws IOException {
        switch (server) {
            case POSTGRES -> {
                postgres.killAndRestart();
                awaitPostgres();
            }
            case REDIS -> redis.killAndRestart();
            case BROKER -> {
                broker.killAndRestart();
                awaitBroker();
            }
        }
    }

    @Override
    public void close() {
        List.of(broker, redis, postgres).forEach(BackingContainer::stop);
    }

    private void awaitReady() throws IOException {
        awaitPostgres();
        awaitBroker();
        succeeds("rabbitmqctl", "import_definitions", DEFINITIONS);
    }

    private void awaitPostgres() throws IOException {
        Patience.of(PATIENCE).until("postgres answers", databases::reachable);
    }

    private void awaitBroker() throws IOException {
        Patience.of(PATIENCE).until("the broker takes messages", this::brokerReady);
    }

    private boolean brokerReady() {
        try {
            return broker.execInContainer("rabbitmq-diagnostics", "-q", "check_port_connectivity")
                            .getExitCode()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void succeeds(String... command) throws IOException {
        try {
            var result = broker.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IOException(String.join(" ", command) + ": " + result.getStdout() + result.getStderr());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while talking to the broker", e);
        }
    }
}
