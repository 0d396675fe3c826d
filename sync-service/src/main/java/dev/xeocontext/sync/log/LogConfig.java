package dev.xeocontext.sync.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the log is written and read. */
@ConfigMapping(prefix = "xeo.sync.log")
public interface LogConfig {

    /** How many transactions append at a time; the 271 partitions share them. */
    @WithDefault("4")
    int lanes();

    /** Most events in one transaction. */
    @WithDefault("2000")
    int groupEvents();

    /** About how many bytes of events in one transaction at most. */
    @WithDefault("2000000")
    int groupBytes();

    /** Most events that may wait in a lane. */
    @WithDefault("20000")
    int waitingEvents();

    /** About how many bytes of events may wait in a lane; in memory they are some times as much. */
    @WithDefault("8000000")
    int waitingBytes();

    /** Most rows of one read. */
    @WithDefault("1000")
    int pageRows();

    /** About how many bytes one read may bring; a frame to a socket is made of one. */
    @WithDefault("400000")
    long pageBytes();

    /** How long the database may take to answer a read or to commit before it counts as away. */
    @WithDefault("20s")
    Duration answerTimeout();

    /** How many of the events that were appended here are remembered, so that their second copies cost nothing. */
    @WithDefault("50000")
    int rememberedEvents();
}
