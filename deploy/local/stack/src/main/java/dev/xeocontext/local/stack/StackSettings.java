package dev.xeocontext.local.stack;

import dev.xeocontext.local.embedded.Loopback;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What may be chosen about a local stack.
 *
 * @param home the work tree with the built applications
 * @param bind the address that the gateway listens on; every other port is loopback
 * @param port the gateway's port
 */
public record StackSettings(Path home, Path data, String bind, int port, BackingKind backing, int syncReplicas) {

    /** Where the backing services come from. */
    public enum BackingKind {
        EMBEDDED,
        CONTAINERS,
        EXTERNAL
    }

    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final int MAX_PORT = 65_535;
    private static final int MAX_REPLICAS = 8;

    /** From {@code XEO_DATA}, {@code XEO_BIND}, {@code XEO_PORT}, {@code XEO_BACKING}, {@code XEO_SYNC_REPLICAS}. */
    public static StackSettings of(Path home, Map<String, String> environment) {
        return new StackSettings(
                home,
                home.resolve(environment.getOrDefault("XEO_DATA", ".xeo")).toAbsolutePath(),
                environment.getOrDefault("XEO_BIND", Loopback.ADDRESS),
                number(environment, "XEO_PORT", "8080", MAX_PORT),
                backing(environment.getOrDefault("XEO_BACKING", "embedded")),
                number(environment, "XEO_SYNC_REPLICAS", "1", MAX_REPLICAS));
    }

    public boolean loopbackOnly() {
        return bind.startsWith("127.") || bind.equals("localhost") || bind.equals("::1");
    }

    /** Where the gateway answers, seen from this machine. */
    public URI url() {
        var host = bind.equals(ANY_ADDRESS) ? Loopback.ADDRESS : bind;
        return URI.create("http://%s:%d".formatted(host.contains(":") ? '[' + host + ']' : host, port));
    }

    private static BackingKind backing(String name) {
        for (var kind : BackingKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new StartFailed("XEO_BACKING is '%s', but must be embedded, containers or external.".formatted(name));
    }

    private static int number(Map<String, String> environment, String name, String otherwise, int max) {
        var text = environment.getOrDefault(name, otherwise);
        if (text.matches("\\d{1,5}")) {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= max) {
                return value;
            }
        }
        throw new StartFailed("%s is '%s', but must be a number from 1 to %d.".formatted(name, text, max));
    }
}
