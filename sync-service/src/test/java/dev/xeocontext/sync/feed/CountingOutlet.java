package dev.xeocontext.sync.feed;

import java.nio.charset.StandardCharsets;

/** Counts what it is sent. */
final class CountingOutlet extends FakeOutlet {

    private long bytes;

    @Override
    public void send(String frame) {
        bytes += frame.getBytes(StandardCharsets.UTF_8).length;
        super.send(frame);
    }

    /** How many bytes it was ever sent. */
    long bytes() {
        return bytes;
    }
}
