package dev.xeocontext.local.stack.system.client;

import java.time.Duration;

/**
 * What a client is made of. The store and the journal outlive it, as a disk does.
 *
 * @param opsPerPush how many ops it sends at once, if the server lets it
 */
public record Setup(Login login, LocalStore store, Journal journal, Wish wish, Faults faults, int opsPerPush) {

    /** A new device on a good network. */
    public static Setup of(Login login) {
        return new Setup(login, new LocalStore(Duration.ZERO), new Journal(), Wish.ALL, Faults.NONE, 500);
    }

    public Setup with(Faults other) {
        return new Setup(login, store, journal, wish, other, opsPerPush);
    }

    public Setup with(Wish other) {
        return new Setup(login, store, journal, other, faults, opsPerPush);
    }

    public Setup withSkew(Duration skew) {
        return new Setup(login, new LocalStore(skew), journal, wish, faults, opsPerPush);
    }

    public Setup withOpsPerPush(int ops) {
        return new Setup(login, store, journal, wish, faults, ops);
    }
}
