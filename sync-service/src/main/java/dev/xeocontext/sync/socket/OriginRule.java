package dev.xeocontext.sync.socket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect. A browser always names the origin of the page; a client that names none is no page, and has
 * nobody else's rights to abuse.
 */
final class OriginRule {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String ANY = "*";

    private final @Nullable Set<String> allowed;

    /** @param allowed {@code null} for pages from this machine */
    OriginRule(@Nullable Set<String> allowed) {
        this.allowed = allowed;
    }

    /** @param host the host and port that the request was made to; a page from there is always welcome */
    boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        if (allowed != null && (allowed.contains(ANY) || allowed.contains(origin))) {
            return true;
        }
        try {
            URI page = new URI(origin);
            boolean sameHost = host != null && host.equals(page.getRawAuthority());
            return sameHost || (allowed == null && page.getHost() != null && THIS_MACHINE.contains(page.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
