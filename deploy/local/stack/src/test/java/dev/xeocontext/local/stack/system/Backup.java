package dev.xeocontext.local.stack.system;

import dev.xeocontext.local.embedded.Databases.Service;
import dev.xeocontext.local.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A copy of all that one service has in its database, kept beside it. */
final class Backup implements AutoCloseable {

    private static final String PREFIX = "backup_of_";
    private static final String TABLES = """
        select tablename from pg_tables
        where schemaname = current_schema and tablename not like 'flyway%' and tablename not like 'backup%'\
        """;
    private static final String COLUMNS = """
        select string_agg(quote_ident(column_name), ', ') from information_schema.columns
        where table_schema = current_schema and table_name = ? and is_generated = 'NEVER'\
        """;

    private final Stack stack;
    private final Service service;
    private final List<String> tables = new ArrayList<>();

    private Backup(Stack stack, Service service) {
        this.stack = stack;
        this.service = service;
    }

    static Backup of(Stack stack, Service service) throws SQLException {
        var backup = new Backup(stack, service);
        backup.take();
        return backup;
    }

    private void take() throws SQLException {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (var statement = connection.createStatement()) {
                tables.addAll(strings(statement.executeQuery(TABLES)));
                for (var table : tables) {
                    statement.execute("create table %s%s as table %s".formatted(PREFIX, table, table));
                }
            }
            connection.commit();
        }
    }

    /** Makes the database what it was, in one moment. The service may be running, and be surprised. */
    void putBack() throws SQLException {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("truncate " + String.join(", ", tables));
                for (var table : tables) {
                    var columns = columns(connection, table);
                    statement.execute("insert into %s (%s) overriding system value select %s from %s%s"
                            .formatted(table, columns, columns, PREFIX, table));
                }
            }
            connection.commit();
        }
    }

    private static String columns(Connection connection, String table) throws SQLException {
        try (var statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            return strings(statement.executeQuery()).getFirst();
        }
    }

    private static List<String> strings(ResultSet result) throws SQLException {
        var strings = new ArrayList<String>();
        try (result) {
            while (result.next()) {
                strings.add(result.getString(1));
            }
        }
        return strings;
    }

    private Connection connect() throws SQLException {
        return ServiceDatabase.connect(stack, service);
    }

    @Override
    public void close() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var table : tables) {
                statement.execute("drop table %s%s".formatted(PREFIX, table));
            }
        }
    }
}
