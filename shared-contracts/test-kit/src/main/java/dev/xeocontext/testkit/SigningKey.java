package dev.xeocontext.testkit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** An ES256 key: signs compact JWTs, and shows its public half as a JWK set. */
record SigningKey(String id, KeyPair pair) {

    private static final int COORDINATE_BYTES = 32;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** The key of this JVM: the one in the key set that {@link TestIdentity} serves. */
    static SigningKey shared() {
        var encoded = OncePerJvm.values("dev.xeocontext.testkit.key", () -> {
            var pair = generate("shared").pair();
            return Map.of(
                    "private",
                            Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                    "public",
                            Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        });
        try {
            var keys = KeyFactory.getInstance("EC");
            return new SigningKey(
                    "test",
                    new KeyPair(
                            keys.generatePublic(new X509EncodedKeySpec(decode(encoded, "public"))),
                            keys.generatePrivate(new PKCS8EncodedKeySpec(decode(encoded, "private")))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SigningKey generate(String id) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SigningKey(id, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The signed token with this key's id in its header. */
    String sign(String claims) {
        var header = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(id);
        var content = encode(header) + '.' + encode(claims);
        return content + '.' + BASE64URL.encodeToString(signature(pair.getPrivate(), content));
    }

    String keySet() {
        var point = ((ECPublicKey) pair.getPublic()).getW();
        return """
                {"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"%s","x":"%s","y":"%s"}]}""".formatted(id, coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    }

    private static byte[] signature(PrivateKey key, String content) {
        try {
            // the fixed-width form that JWS wants, not DER
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String coordinate(BigInteger value) {
        var bytes = new byte[COORDINATE_BYTES];
        var magnitude = value.toByteArray();
        int length = Math.min(magnitude.length, COORDINATE_BYTES);
        System.arraycopy(magnitude, magnitude.length - length, bytes, COORDINATE_BYTES - length, length);
        return BASE64URL.encodeToString(bytes);
    }

    private static String encode(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] decode(Map<String, String> encoded, String name) {
        return Base64.getDecoder().decode(Objects.requireNonNull(encoded.get(name)));
    }
}
