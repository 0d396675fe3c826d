package dev.xeocontext.sync.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.HandTimer;
import dev.xeocontext.sync.sql.TimelySql;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The schema of sync-service on the database of the tests, without the framework. */
public record TestDatabase(Vertx vertx, Pool pool, LogConfig config) {

    private static final int CONVERTER_PRIORITY = 200;

    public static TestDatabase open() {
        Map<String, String> variables = new BackingServices().start();
        String host = variables.getOrDefault("XEO_PG_HOST", "127.0.0.1");
        int port = Integer.parseInt(variables.getOrDefault("XEO_PG_PORT", "5432"));
        String password = variables.getOrDefault("XEO_PG_PASSWORD", "");
        Flyway.configure()
                .dataSource("jdbc:postgresql://" + host + ':' + port + "/xeo", "sync", password)
                .schemas("sync")
                .createSchemas(false)
                .locations("classpath:db/migration/sync")
                .load()
                .migrate();
        Vertx vertx = Vertx.vertx();
        PgConnectOptions options = new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase("xeo")
                .setUser("sync")
                .setPassword(password)
                .setCachePreparedStatements(true);
        Pool pool = Pool.pool(vertx, options, new PoolOptions().setMaxSize(8));
        return new TestDatabase(vertx, pool, defaults());
    }

    private static LogConfig defaults() {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
                .withMapping(LogConfig.class)
                .build()
                .getConfigMapping(LogConfig.class);
    }

    /** Statements that have all the time they want. */
    public TimelySql sql() {
        Deadline patient = new HandTimer().deadline();
        return new TimelySql(pool, patient, patient);
    }

    public EventLog log() {
        RecordJson json = json();
        return new PgEventLog(pool, new LogReads(json), new LogWrites(json), new PurgedRecords(), stores(), json);
    }

    public LogReader reader() {
        return new PgLogReader(pool, stores(), config);
    }

    public RecordJson json() {
        return new RecordJson(new ObjectMapper());
    }

    public EventReader eventReader() {
        return new EventReader(new ObjectMapper());
    }

    public Stores stores() {
        return new Stores(pool, new Ids(InstantSource.system(), new SecureRandom()));
    }

    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }
}
