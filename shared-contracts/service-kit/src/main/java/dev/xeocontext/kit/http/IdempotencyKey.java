package dev.xeocontext.kit.http;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.time.DerivedId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/**
 * The key under which a client may send a request again. The ids of its op and of the record that it creates derive from
 * store, path and key, so that the op path itself knows the repetition, for as long as it remembers ops.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;

    private final String scope;

    /**
     * Reads the header.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER} when it is empty, too long or not visible ASCII
     */
    IdempotencyKey(UUID storeId, String path, String key) {
        if (key.isEmpty() || key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ProblemException(
                    ProblemCode.INVALID_PARAMETER,
                    null,
                    List.of(new Problem.Fault('#' + HEADER, "must be 1 to 255 visible ASCII characters")));
        }
        this.scope = storeId + "\n" + path + '\n' + key;
    }

    UUID opId() {
        return derive("op");
    }

    UUID recordId() {
        return derive("record");
    }

    /** What tells one request from another under the same key. */
    static long fingerprint(String canonicalBody) {
        return ByteBuffer.wrap(sha256(canonicalBody)).getLong();
    }

    private UUID derive(String purpose) {
        return DerivedId.of(purpose + '\n' + scope);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
