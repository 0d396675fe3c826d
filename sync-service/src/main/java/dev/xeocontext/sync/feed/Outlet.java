package dev.xeocontext.sync.feed;

import java.util.concurrent.Executor;

/** A socket as a subscription sees it. Everything but {@link #loop} is called on the loop only. */
public interface Outlet {

    /** Where everything about this socket happens, one thing at a time. */
    Executor loop();

    /** Whether it takes more now. When it does again after it did not, whoever waits is told. */
    boolean writable();

    /** Sends a text frame. What is sent while the socket is not writable is still sent. */
    void send(String frame);
}
