package dev.xeocontext.local.stack.system;

import dev.xeocontext.local.embedded.Databases;
import dev.xeocontext.local.embedded.Databases.Service;
import dev.xeocontext.local.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/** What a service has in its database, past the service: for what only operators and the passing of days do. */
final class ServiceDatabase {

    private ServiceDatabase() {}

    static Connection connect(Stack stack, Service service) throws SQLException {
        var endpoints = stack.endpoints();
        var properties = new Properties();
        properties.setProperty("user", service.schema());
        properties.setProperty(
                "password", Objects.requireNonNull(endpoints.postgresPasswords().get(service)));
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(endpoints.postgresHost(), endpoints.postgresPort(), Databases.DATABASE),
                properties);
    }
}
