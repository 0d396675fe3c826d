package dev.xeocontext.sync.device;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Who knows the devices of people. */
@ConfigMapping(prefix = "xeo.sync.devices")
public interface DeviceConfig {

    /** Who is asked. */
    URI identityUrl();

    /** How long an answer may take. */
    @WithDefault("3s")
    Duration timeout();

    /** Most questions at a time, and as many that wait for their turn. */
    @WithDefault("20")
    int connections();
}
