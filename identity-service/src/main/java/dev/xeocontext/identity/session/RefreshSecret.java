package dev.xeocontext.identity.session;

import dev.xeocontext.identity.seal.Sealing;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A refresh token as its device holds it: 256 random bits, of which the server keeps a hash. */
final class RefreshSecret {

    private static final int BYTES = 32;
    private static final int LENGTH = 43;
    private static final String SUCCESSOR = "xeo refresh successor 1";

    private final byte[] bits;

    private RefreshSecret(byte[] bits) {
        this.bits = bits;
    }

    static RefreshSecret generate(RandomGenerator random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new RefreshSecret(bits);
    }

    /** Empty when the text can't be a token at all. */
    static Optional<RefreshSecret> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RefreshSecret(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** SHA-256 is enough: nobody guesses 256 bits. */
    String hash() {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(bits));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What takes this token's place, readable to nobody but who shows this token. */
    byte[] seal(RefreshSecret successor, RandomGenerator random) {
        return Sealing.under(bits, SUCCESSOR).seal(successor.bits, hash(), random);
    }

    RefreshSecret unseal(byte[] sealedSuccessor) {
        return new RefreshSecret(Sealing.under(bits, SUCCESSOR).unseal(sealedSuccessor, hash()));
    }

    /** The form in which it is sent. */
    String text() {
        return base64(bits);
    }

    /** Without the token: this may end up in a log. */
    @Override
    public String toString() {
        return "RefreshSecret";
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
