package dev.xeocontext.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** A salted Argon2id hash that carries its own cost, so that a later release may raise the cost of new ones. */
final class PasswordHash {

    static final int SALT_BYTES = 16;

    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(Argon2Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /** Costs tens of milliseconds of CPU: for worker threads only. */
    static PasswordHash of(String password, byte[] salt, Argon2Cost cost) {
        return new PasswordHash(cost, salt.clone(), argon2id(password, salt, cost, HASH_BYTES));
    }

    /** A hash that no password is known to have. */
    static PasswordHash ofNobody(Argon2Cost cost) {
        return new PasswordHash(cost, new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }

    /**
     * Reads the PHC string format.
     *
     * @throws IllegalArgumentException when it isn't one of Argon2id, version 19
     */
    static PasswordHash parse(String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a PHC string of argon2id");
        }
        Argon2Cost cost = new Argon2Cost(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        Base64.Decoder base64 = Base64.getDecoder();
        return new PasswordHash(cost, base64.decode(parts.group(4)), base64.decode(parts.group(5)));
    }

    /** As expensive as making the hash was; compares in constant time. */
    boolean matches(String password) {
        return MessageDigest.isEqual(hash, argon2id(password, salt, cost, hash.length));
    }

    /** The PHC string format. */
    String phc() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memory(),
                        cost.iterations(),
                        cost.parallelism(),
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    /** The same characters typed on another keyboard are the same password: hence NFKC. */
    private static byte[] argon2id(String password, byte[] salt, Argon2Cost cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        byte[] plain = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[length];
        generator.generateBytes(plain, out);
        Arrays.fill(plain, (byte) 0);
        return out;
    }
}
