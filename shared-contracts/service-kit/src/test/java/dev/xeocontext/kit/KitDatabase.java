package dev.xeocontext.kit;

import dev.xeocontext.testkit.BackingServices;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The tables that owners have in common, in a database that plans as theirs do. */
public final class KitDatabase implements AutoCloseable {

    private static final String OWNER = "todos";
    private static final Path SCRIPTS = Path.of("src/main/resources/db/migration/kit");

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    private KitDatabase(Map<String, String> services) {
        String host = services.getOrDefault("XEO_PG_HOST", "");
        int port = Integer.parseInt(services.getOrDefault("XEO_PG_PORT", ""));
        String database = services.getOrDefault("XEO_PG_DATABASE", "");
        String password = services.getOrDefault("XEO_PG_PASSWORD", "");
        PgConnectOptions options = new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase(database)
                .setUser(OWNER)
                .setPassword(password)
                .addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("enable_seqscan", "off");
        pool = Pool.pool(vertx, options, new PoolOptions().setMaxSize(4));
    }

    /** With new tables. */
    public static KitDatabase start() {
        KitDatabase database = new KitDatabase(new BackingServices().start());
        database.run("drop table if exists outbox, applied_ops");
        database.migrate();
        return database;
    }

    private void migrate() {
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.sorted().toList()) {
                run(Files.readString(script));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Pool pool() {
        return pool;
    }

    public void run(String sql) {
        pool.query(sql).executeAndAwait();
    }

    /** A number, in the column {@code n}. */
    public long number(String sql) {
        return row(sql).getLong("n");
    }

    public Row row(String sql) {
        return pool.query(sql).executeAndAwait().iterator().next();
    }

    /** How the database would go about a statement. */
    public String plan(String sql, Tuple parameters) {
        StringBuilder plan = new StringBuilder();
        pool.preparedQuery("explain " + sql)
                .executeAndAwait(parameters)
                .forEach(row -> plan.append(row.getString(0)).append('\n'));
        return plan.toString();
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }
}
