package dev.xeocontext.kit.outbox;

import dev.xeocontext.kit.broker.BrokerAddress;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How messages get to the broker. */
@ConfigMapping(prefix = "xeo.outbox")
public interface OutboxConfig {

    /** Where it is. */
    BrokerAddress broker();

    /** How long a message waits whose events were told with an answer already. */
    @WithDefault("10ms")
    Duration linger();

    /** How often overdue messages are looked for. */
    @WithDefault("1s")
    Duration relayEvery();

    /** When a message without a confirmation is sent again; doubles with each time that it did not help. */
    @WithDefault("2s")
    Duration resendAfter();

    /** The longest that a message has to wait because it was sent in vain before. */
    @WithDefault("5m")
    Duration resendAtLatestAfter();

    /** When a confirmation is no longer waited for. */
    @WithDefault("10s")
    Duration confirmTimeout();

    /** When an answer of the database is no longer waited for. */
    @WithDefault("20s")
    Duration answerTimeout();

    /** Most characters of one message, unless a single event has more; in UTF-8 a character takes up to three bytes. */
    @WithDefault("1000000")
    int messageCharacters();

    /** Largest message that the broker takes: 16 MiB by default on RabbitMQ 4. What is larger is not sent. */
    @WithDefault("16777216")
    int brokerMessageBytes();

    /** Most messages published at once without a confirmation. */
    @WithDefault("1024")
    int maxInFlight();

    /** Most characters published at once without a confirmation; the same for what a relay sends. */
    @WithDefault("16000000")
    long maxInFlightCharacters();

    /** Most messages that a relay sends in one round. */
    @WithDefault("200")
    int relayBatch();

    /** Most bytes that a relay sends in one round, unless a single message has more. */
    @WithDefault("8000000")
    long relayBytes();
}
