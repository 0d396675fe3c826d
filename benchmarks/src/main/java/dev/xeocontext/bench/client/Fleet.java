package dev.xeocontext.bench.client;

import dev.xeocontext.bench.load.Crowd;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many devices, connected through the gateway unless it says otherwise. */
public final class Fleet implements AutoCloseable {

    private static final int AT_ONCE = 20;

    private final URI sync;
    private final Accounts accounts;
    private final Sockets sockets;
    private final Frames frames = new Frames();

    public Fleet(URI gateway, Sockets sockets) {
        this.sync = socket(gateway);
        this.accounts = new Accounts(gateway);
        this.sockets = sockets;
    }

    public Accounts accounts() {
        return accounts;
    }

    /** A device for each of so many new people: a store for each. */
    public List<Device> strangers(int count) throws InterruptedException {
        return connect(accounts.signIn(accounts.people(count), 1));
    }

    /** So many devices of one person who is new: one store. */
    public List<Device> household(int count) throws InterruptedException {
        return connect(accounts.signIn(accounts.people(1), count));
    }

    /** Connects them all, some at a time. */
    public List<Device> connect(List<SignIn> devices) throws InterruptedException {
        return connect(sync, devices);
    }

    /** Connects them all to one sync-service, past the gateway. */
    public List<Device> connectStraight(URI replica, List<SignIn> devices) throws InterruptedException {
        return connect(socket(replica), devices);
    }

    private List<Device> connect(URI to, List<SignIn> devices) throws InterruptedException {
        return Crowd.each(
                devices.size(),
                AT_ONCE,
                number -> Device.open(sockets, to, devices.get(number), frames).join());
    }

    /** Connects one. */
    public CompletableFuture<Device> open(SignIn device) {
        return Device.open(sockets, sync, device, frames);
    }

    private static URI socket(URI server) {
        return URI.create("ws" + server.toString().substring("http".length()) + "/v1/sync");
    }

    @Override
    public void close() {
        accounts.close();
    }
}
