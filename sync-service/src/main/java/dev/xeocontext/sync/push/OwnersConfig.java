package dev.xeocontext.sync.push;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Who owns which collections, and how owners are called. */
@ConfigMapping(prefix = "xeo.owners")
public interface OwnersConfig {

    /** By the name of the service. */
    @WithParentName
    Map<String, Owner> owners();

    interface Owner {

        /** Where it is reached. */
        URI url();

        Set<String> collections();

        /** How long an answer may take before the device is told to try again. */
        @WithDefault("10s")
        Duration timeout();

        /** Most calls at a time; further ones wait. */
        @WithDefault("64")
        int connections();

        /** Most calls that wait; to further ones the device is told to try again. */
        @WithDefault("4096")
        int waiting();
    }
}
