package dev.xeocontext.kit.access;

import io.smallrye.mutiny.Uni;

/** Where the signers' public keys come from. */
@FunctionalInterface
public interface KeySetSource {

    /** The key set as RFC 7517 JSON; asked anew on every subscription, and not blocking. */
    Uni<String> keySet();
}
