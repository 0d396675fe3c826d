package dev.xeocontext.kit.http;

import dev.xeocontext.contracts.digest.RecordHash;

/** The strong tag of a record: its digest hash. Equal tags mean equal clocks, on every replica. */
public final class ETag {

    private ETag() {}

    public static String of(long hash) {
        return '"' + RecordHash.hex(hash) + '"';
    }
}
