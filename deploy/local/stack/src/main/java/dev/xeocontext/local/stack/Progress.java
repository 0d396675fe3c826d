package dev.xeocontext.local.stack;

import java.time.Duration;

/** Who watches the start of a stack. */
public interface Progress {

    /** A part is there, this long after its start began. */
    void ready(String part, Duration took);

    /** A sentence about anything else. */
    void say(String sentence);
}
