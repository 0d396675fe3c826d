package dev.xeocontext.local.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Brings a PostgreSQL server to the state that the services expect: the database {@value #DATABASE}, and in it a schema
 * with a role of the same name for each service. Idempotent; a password that differs is set anew. Speaks as the
 * superuser, which no service ever does.
 */
public final class Databases {

    public static final String DATABASE = "xeo";
    public static final String SUPERUSER = "postgres";

    /** A service with a schema of its own. */
    public enum Service {
        IDENTITY,
        TODOS,
        SYNC;

        /** The name of its schema and of its role. */
        public String schema() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String host;
    private final int port;
    private final String password;

    public Databases(String host, int port, String password) {
        this.host = host;
        this.port = port;
        this.password = password;
    }

    /** Whether the server lets the superuser in now. */
    public boolean reachable() {
        try (var connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    public void bootstrap(Map<Service, String> passwords) throws SQLException {
        try (var connection = connect("postgres")) {
            if (!exists(connection, "select 1 from pg_database where datname = ?", DATABASE)) {
                execute(connection, "create database " + DATABASE);
            }
        }
        try (var connection = connect(DATABASE)) {
            execute(connection, "revoke all on database " + DATABASE + " from public");
            execute(connection, "revoke all on schema public from public");
            for (var entry : passwords.entrySet()) {
                bootstrap(connection, entry.getKey().schema(), entry.getValue());
            }
        }
    }

    private static void bootstrap(Connection connection, String name, String password) throws SQLException {
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", name)) {
            execute(connection, "create role " + name + " login");
        }
        execute(connection, "alter role " + name + " password " + literal(connection, password));
        execute(connection, "alter role " + name + " set search_path = " + name);
        // plans of tables that were empty when first planned are wrong ever after
        execute(connection, "alter role " + name + " set plan_cache_mode = force_custom_plan");
        execute(connection, "grant connect on database " + DATABASE + " to " + name);
        execute(connection, "create schema if not exists " + name + " authorization " + name);
    }

    private Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://%s:%d/%s".formatted(host, port, database), properties);
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    private static String literal(Connection connection, String value) throws SQLException {
        try (var statement = connection.prepareStatement("select quote_literal(?)")) {
            statement.setString(1, value);
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
