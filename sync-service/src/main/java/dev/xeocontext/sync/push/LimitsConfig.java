package dev.xeocontext.sync.push;

import dev.xeocontext.contracts.sync.Limits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a connection may send; {@code welcome} tells it. */
@ConfigMapping(prefix = "xeo.sync.limits")
public interface LimitsConfig {

    /** Greatest frame, in bytes. */
    @WithDefault("1048576")
    int frameBytes();

    /** Most ops in one push. */
    @WithDefault("500")
    int opsPerPush();

    /** Most ops in a second. */
    @WithDefault("2000")
    int opsPerSecond();

    /** Greatest record, in bytes. */
    @WithDefault("262144")
    int recordBytes();

    /** Most pushes without an answer. */
    @WithDefault("4")
    int inFlightPushes();

    /** About how many bytes the answer to a push may have; what is beyond is to be sent again. */
    @WithDefault("524288")
    int ackBytes();

    /** Most subscriptions at a time. */
    @WithDefault("32")
    int subscriptions();

    default Limits limits() {
        return new Limits(frameBytes(), opsPerPush(), opsPerSecond(), recordBytes(), inFlightPushes(), subscriptions());
    }
}
