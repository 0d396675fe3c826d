package dev.xeocontext.kit.broker;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the broker is, and how a connection to it is kept. */
public interface BrokerAddress {

    String host();

    int port();

    String username();

    String password();

    /** How long to wait before the first attempt to connect again; doubles up to 5 s. */
    @WithDefault("1s")
    Duration reconnectPause();

    /** How often it is checked that everything is as it was set up. */
    @WithDefault("15s")
    Duration checkInterval();
}
