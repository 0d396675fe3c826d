package dev.xeocontext.kit.time;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Makes UUIDv8 (RFC 9562, section 5.8) of names: the first bits of SHA-256. The same name gives the same id, anywhere. */
public final class DerivedId {

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private DerivedId() {}

    public static UUID of(String name) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(name));
        long most = (hash.getLong() & ~0xf000L) | VERSION_8;
        long least = (hash.getLong() >>> 2) | VARIANT;
        return new UUID(most, least);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
