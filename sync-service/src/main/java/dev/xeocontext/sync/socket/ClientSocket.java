package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.sync.feed.Outlet;

/** The socket of a device. Used on its loop only. */
interface ClientSocket extends Outlet {

    /** Takes no more frames in until {@link #resumeReading}; what the device sends waits at the device. */
    void pauseReading();

    void resumeReading();

    /** Sends what was sent so far and closes; cuts off a device that does not take it for a while. */
    void close(CloseCode code);
}
