package dev.xeocontext.testkit.broken;

import java.sql.Connection;
import java.time.Instant;
import java.util.UUID;

/** Breaks most rules at once. */
public final class BrokenResource {

    private final Connection connection;

    BrokenResource(Connection connection) {
        this.connection = connection;
    }

    String answer() throws InterruptedException {
        Thread.sleep(1);
        return connection.toString() + Instant.now() + UUID.randomUUID();
    }
}
