package dev.xeocontext.bench.limit;

import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.local.embedded.Databases;
import dev.xeocontext.local.embedded.Databases.Service;
import dev.xeocontext.local.embedded.Endpoints;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/** Durable inserts of several rows each into the PostgreSQL of the stack, one transaction a batch. */
final class PostgresLimit {

    private static final String TABLE = "bench_limit";

    private final Endpoints endpoints;

    PostgresLimit(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    void prepare() throws SQLException {
        run("create table if not exists " + TABLE + " (id uuid primary key, body text not null)");
    }

    void discard() throws SQLException {
        run("drop table if exists " + TABLE);
    }

    BlockingAct act(Shape shape) throws Exception {
        return BlockingAct.of(shape.workers(), () -> new Inserts(connect(), shape));
    }

    private void run(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", Service.TODOS.schema());
        properties.setProperty(
                "password", Objects.requireNonNull(endpoints.postgresPasswords().get(Service.TODOS)));
        properties.setProperty("sslmode", "disable");
        var url = "jdbc:postgresql://%s:%d/%s"
                .formatted(endpoints.postgresHost(), endpoints.postgresPort(), Databases.DATABASE);
        return DriverManager.getConnection(url, properties);
    }

    private static final class Inserts implements BlockingAct.Connection {

        private final Connection connection;
        private final PreparedStatement statement;
        private final int rows;

        Inserts(Connection connection, Shape shape) throws SQLException {
            this.connection = connection;
            this.rows = shape.batch();
            this.statement =
                    connection.prepareStatement("insert into " + TABLE + " select * from unnest(?::uuid[], ?::text[])");
            var bodies = new String[rows];
            Arrays.fill(bodies, Padding.of(shape.opBytes()));
            statement.setArray(2, connection.createArrayOf("text", bodies));
        }

        @Override
        public void act() throws SQLException {
            var ids = Stream.generate(Todos::newId).limit(rows).toArray();
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            statement.executeUpdate();
        }

        @Override
        public void close() throws IOException {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }
}
