package dev.xeocontext.kit.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what a link asked of it, and fails once when it is told to. */
final class RecordingUse implements BrokerLink.Use {

    private final List<Connection> opened = new CopyOnWriteArrayList<>();
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicBoolean opensBadly = new AtomicBoolean();
    private final AtomicBoolean isGone = new AtomicBoolean();

    @Override
    public void open(Connection connection) throws IOException {
        opened.add(connection);
        if (opensBadly.getAndSet(false)) {
            throw new IOException("not allowed");
        }
    }

    @Override
    public void check(Channel channel) throws IOException {
        checks.incrementAndGet();
        if (isGone.getAndSet(false)) {
            throw new IOException("a queue is gone");
        }
    }

    /** The next time that something is to be set up, it fails. */
    void openBadly() {
        opensBadly.set(true);
    }

    /** The next check finds that something is gone. */
    void lose() {
        isGone.set(true);
    }

    /** The connections on which something was to be set up. */
    List<Connection> opened() {
        return List.copyOf(opened);
    }

    int checks() {
        return checks.get();
    }
}
