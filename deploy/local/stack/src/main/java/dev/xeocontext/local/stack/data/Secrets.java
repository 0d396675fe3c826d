package dev.xeocontext.local.stack.data;

import dev.xeocontext.local.embedded.Credentials;
import dev.xeocontext.local.embedded.PrivateFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Passwords and keys of one stack, made once and kept in a file that only its owner reads.
 *
 * @param key encrypts identity-service's signing keys at rest
 * @param internal shows a call between services to be one
 */
public record Secrets(Credentials credentials, String key, String internal) {

    private static final int RANDOM_BYTES = 32;

    /** The secrets of the folder; new ones if it has none. */
    public static Secrets of(DataFolder folder, SecureRandom random) throws IOException {
        if (Files.exists(folder.secrets())) {
            return read(folder);
        }
        var secrets = new Secrets(Credentials.random(random), secret(random), secret(random));
        PrivateFiles.write(folder.secrets(), secrets.lines());
        return secrets;
    }

    @Override
    public String toString() {
        return "Secrets[…]";
    }

    private static Secrets read(DataFolder folder) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(Files.readString(folder.secrets())));
        var values = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
        var key = values.get("key");
        var internal = values.get("internal");
        if (key == null || internal == null) {
            throw new IOException(folder.secrets() + " is incomplete");
        }
        return new Secrets(Credentials.of(values), key, internal);
    }

    private String lines() {
        var values = new TreeMap<String, String>(credentials.asMap());
        values.putAll(Map.of("key", key, "internal", internal));
        return values.entrySet().stream()
                .map(entry -> "%s=%s%n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
