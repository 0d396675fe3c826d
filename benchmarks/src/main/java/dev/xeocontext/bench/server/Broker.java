package dev.xeocontext.bench.server;

import java.util.Locale;

/** Which broker stands behind the stack. */
public enum Broker {
    /** RabbitMQ with quorum queues, as in production. */
    RABBITMQ("RabbitMQ, quorum queues"),
    /** The one that {@code ./xeo up} brings along, which has no quorum queues. */
    EMBEDDED("the embedded broker");

    private final String description;

    Broker(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    /** How it is named on the command line. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
