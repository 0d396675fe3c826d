package dev.xeocontext.contracts.digest;

import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import dev.xeocontext.contracts.merge.Utf8Order;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hash of a record: the first 8 bytes of SHA-256 over its id, its deletion clock (empty when never deleted) and a
 * line {@code field=clock} for each field in the order of UTF-8, joined by line feeds; a set has, in the place of its
 * name, a line {@code field/element=clock} for each element that it ever had, in the same order. Equal hashes mean equal
 * clocks, and equal clocks mean equal values.
 */
public final class RecordHash {

    private RecordHash() {}

    public static long of(String id, RecordState state) {
        StringBuilder text = new StringBuilder(64 + 48 * state.fields().size());
        text.append(id).append('\n');
        if (state.deletion() != null) {
            text.append(state.deletion().clock());
        }
        Map<String, FieldState> sorted = new TreeMap<>(Utf8Order.INSTANCE);
        sorted.putAll(state.fields());
        sorted.forEach((name, field) -> {
            switch (field) {
                case Register register ->
                    text.append('\n').append(name).append('=').append(register.clock());
                case ElementSet set ->
                    set.elements()
                            .forEach((element, held) -> text.append('\n')
                                    .append(name)
                                    .append('/')
                                    .append(element)
                                    .append('=')
                                    .append(held.clock()));
            }
        });
        return ByteBuffer.wrap(sha256(text.toString())).getLong();
    }

    /** The leaf of a record, 0 to 255: the first byte of SHA-256 of its id. */
    public static int leaf(String id) {
        return sha256(id)[0] & 0xff;
    }

    /** A hash or a sum as it stands on the wire: 16 hexadecimal digits. */
    public static String hex(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
