package dev.xeocontext.sync.consume;

import dev.xeocontext.kit.broker.BrokerAddress;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the broker is, and how much is taken from it at a time. */
@ConfigMapping(prefix = "xeo.sync.broker")
public interface BrokerConfig extends BrokerAddress {

    /** {@code quorum} on RabbitMQ; nothing on a broker that has one type of queue only. */
    Optional<String> queueType();

    /**
     * Most messages of one queue that are taken before the first of them is in the log. They are in memory meanwhile, each
     * up to 1,000 events of some hundred bytes: 32 of each queue are some tens of megabytes at the worst, and enough that
     * a transaction of the log is never short of events.
     */
    @WithDefault("32")
    int prefetch();

    /** How long to wait before the log is tried again with a message that it did not take; doubles up to 5 s. */
    @WithDefault("200ms")
    Duration retryPause();
}
