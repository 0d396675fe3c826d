package dev.xeocontext.sync.digest;

import io.vertx.mutiny.sqlclient.Pool;

/** Digests without the framework. */
public final class DigestFixture {

    private DigestFixture() {}

    public static Digests digests(Pool pool) {
        return new Digests(pool, new DigestRepository());
    }
}
