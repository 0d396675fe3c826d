package dev.xeocontext.sync.digest;

import dev.xeocontext.sync.log.LogConfig;
import io.vertx.mutiny.sqlclient.Pool;

/** Digests without the framework. */
public final class DigestFixture {

    private DigestFixture() {}

    public static Digests digests(Pool pool) {
        return new Digests(pool, new DigestRepository());
    }

    public static RecordRepository records(Pool pool, LogConfig config) {
        return new RecordRepository(pool, config);
    }
}
