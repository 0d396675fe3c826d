package dev.xeocontext.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.xeocontext.local.embedded.Databases.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The three servers, started for real on a throw-away folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedServersTest {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private BackingPorts ports;
    private Credentials credentials;
    private RunningServers servers;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        ports = BackingPorts.free();
        credentials = Credentials.random(new SecureRandom());
        servers = RunningServers.start(
                EmbeddedServers.in(folder, folder.resolve("programs"), ports, credentials, true), folder, GRACE);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    void everyServiceEntersItsOwnSchemaOnly() throws SQLException {
        databases().bootstrap(credentials.postgresRoles());

        for (var service : Service.values()) {
            assertThat(query(service, "select current_schema()")).isEqualTo(service.schema());
            assertThat(query(service, "show plan_cache_mode")).isEqualTo("force_custom_plan");
        }
        assertThatThrownBy(() -> query(Service.TODOS, "create table identity.stolen (id int)"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> query(Service.TODOS, "create table sync.stolen (id int)"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void bootstrapMayBeRepeatedAndSetsAChangedPassword() throws SQLException {
        databases().bootstrap(credentials.postgresRoles());
        databases().bootstrap(Map.of(Service.SYNC, "it's another"));

        assertThat(query(Service.SYNC, "it's another", "select 'in'")).isEqualTo("in");

        databases().bootstrap(credentials.postgresRoles());
    }

    @Test
    void postgresWaitsForTheDiskAndWantsAPassword() throws SQLException {
        databases().bootstrap(credentials.postgresRoles());

        assertThat(query(Service.TODOS, "show fsync")).isEqualTo("on");
        assertThat(query(Service.TODOS, "show synchronous_commit")).isEqualTo("on");
        assertThatThrownBy(() -> query(Service.TODOS, "wrong", "select 1")).hasMessageContaining("password");
    }

    @Test
    void confirmedMessagesSurviveKillOfTheBroker() throws Exception {
        try (var connection = connect();
                var channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < 100; i++) {
                publish(channel, "xeo.events", "todos.2", "event " + i);
            }
            channel.waitForConfirmsOrDie(GRACE.toMillis());
        }

        servers.killAndRestart("broker", GRACE);

        try (var connection = connect();
                var channel = connection.createChannel()) {
            assertThat(channel.messageCount("sync.events.2")).isEqualTo(100);
            assertThat(channel.queuePurge("sync.events.2").getMessageCount()).isEqualTo(100);
        }
    }

    @Test
    void whatNoQueueTakesIsKept() throws Exception {
        try (var connection = connect();
                var channel = connection.createChannel()) {
            channel.queuePurge("xeo.unrouted");
            publish(channel, "xeo.events", "todos.9", "lost");

            assertThat(next(channel, "xeo.unrouted")).isEqualTo("lost");
        }
    }

    @Test
    void whatAConsumerRefusesIsADeadLetter() throws Exception {
        try (var connection = connect();
                var channel = connection.createChannel()) {
            publish(channel, "xeo.events", "todos.1", "poison");
            await().atMost(GRACE).until(() -> channel.messageCount("sync.events.1") == 1);
            var delivery = channel.basicGet("sync.events.1", false);
            channel.basicNack(delivery.getEnvelope().getDeliveryTag(), false, false);

            assertThat(next(channel, "sync.dead-letters")).isEqualTo("poison");
        }
    }

    @Test
    void whatAConsumerHeldWhenItDiedComesBack() throws Exception {
        for (int death = 0; death < 3; death++) {
            var connection = connect();
            var channel = connection.createChannel();
            if (death == 0) {
                publish(channel, "xeo.events", "todos.3", "held");
            }
            await().atMost(GRACE).until(() -> channel.messageCount("sync.events.3") == 1);
            assertThat(channel.basicGet("sync.events.3", false).getBody())
                    .asString()
                    .isEqualTo("held");
            connection.abort();
        }
        try (var connection = connect();
                var channel = connection.createChannel()) {
            assertThat(next(channel, "sync.events.3")).isEqualTo("held");
        }
    }

    @Test
    void servicesMayDeclareWhatIsThereAlready() throws Exception {
        try (var connection = connect();
                var channel = connection.createChannel()) {
            channel.exchangeDeclare("xeo.events", "topic", true);
            channel.queueDeclare("sync.events.0", true, false, false, null);
            channel.queueBind("sync.events.0", "xeo.events", "*.0");

            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void redisForgetsWhenItRestarts() throws Exception {
        servers.killAndRestart("redis", GRACE);

        assertThat(servers.isAlive("redis")).isTrue();
    }

    private Databases databases() {
        return new Databases(Loopback.ADDRESS, ports.postgres(), credentials.postgresAdmin());
    }

    private String query(Service service, String sql) throws SQLException {
        return query(service, credentials.of(service), sql);
    }

    private String query(Service service, String password, String sql) throws SQLException {
        var url = "jdbc:postgresql://%s:%d/xeo".formatted(Loopback.ADDRESS, ports.postgres());
        try (var connection = DriverManager.getConnection(url, service.schema(), password);
                var result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private Connection connect() throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost(Loopback.ADDRESS);
        factory.setPort(ports.amqp());
        factory.setUsername(Endpoints.AMQP_USER);
        factory.setPassword(credentials.broker());
        return factory.newConnection();
    }

    private static void publish(Channel channel, String exchange, String key, String body) throws Exception {
        AMQP.BasicProperties persistent = MessageProperties.PERSISTENT_BASIC;
        channel.basicPublish(exchange, key, persistent, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String next(Channel channel, String queue) throws Exception {
        await().atMost(GRACE).until(() -> channel.messageCount(queue) > 0);
        return new String(channel.basicGet(queue, true).getBody(), StandardCharsets.UTF_8);
    }
}
