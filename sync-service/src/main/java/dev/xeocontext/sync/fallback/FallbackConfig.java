package dev.xeocontext.sync.fallback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What clients without a socket may do. What sockets may do holds for them as well. */
@ConfigMapping(prefix = "xeo.sync.http")
public interface FallbackConfig {

    /** How long a pull may wait for something to happen. */
    @WithDefault("30s")
    Duration longestWait();

    /** How long a pull may take to collect what is there already. */
    @WithDefault("10s")
    Duration patience();

    /** Most records and events that may be asked for in one answer; less are told unless asked for. */
    @WithDefault("5000")
    int mostItems();

    /** About how many bytes of messages an answer may hold. */
    @WithDefault("1000000")
    long answerBytes();

    /** Most pulls of one session at a time. */
    @WithDefault("4")
    int pullsPerSession();

    /** Most pulls of a replica at a time. */
    @WithDefault("5000")
    int pulls();

    /** Of how many sessions it is remembered how much they pushed; a session that is forgotten begins anew. */
    @WithDefault("50000")
    int rememberedSessions();
}
