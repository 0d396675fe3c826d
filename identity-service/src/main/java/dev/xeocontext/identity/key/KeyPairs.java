package dev.xeocontext.identity.key;

import dev.xeocontext.identity.seal.Sealing;
import dev.xeocontext.identity.seal.WrongSeal;
import dev.xeocontext.kit.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Makes ES256 key pairs, and turns them into rows and back. */
@ApplicationScoped
class KeyPairs {

    private final Ids ids;
    private final RandomGenerator random;
    private final Sealing sealing;

    KeyPairs(KeyConfig config, Ids ids, RandomGenerator random) {
        this.ids = ids;
        this.random = random;
        this.sealing = Sealing.under(config.secret().getBytes(StandardCharsets.UTF_8), "xeo signing keys 1");
    }

    SigningKeyRow generate(Instant createdAt, Instant signsFrom) {
        try {
            EllipticCurveJsonWebKey pair = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            pair.setKeyId(ids.next().toString());
            pair.setUse("sig");
            pair.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            SigningKeyRow row = new SigningKeyRow();
            row.kid = pair.getKeyId();
            row.createdAt = createdAt;
            row.signsFrom = signsFrom;
            row.publicJwk = pair.toJson(OutputControlLevel.PUBLIC_ONLY);
            row.sealedPrivate = sealing.seal(pair.getPrivateKey().getEncoded(), row.kid, random);
            return row;
        } catch (JoseException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /**
     * @throws WrongSeal when a key was sealed under another secret
     */
    KeyRing ring(List<SigningKeyRow> rows) {
        String published =
                rows.stream().map(row -> row.publicJwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        return new KeyRing(
                rows.stream().map(row -> row.signsFrom).toList(),
                rows.stream().map(this::open).toList(),
                published);
    }

    private SigningKey open(SigningKeyRow row) {
        byte[] encoded = sealing.unseal(row.sealedPrivate, row.kid);
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new SigningKey(row.kid, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key " + row.kid + " is not readable", e);
        }
    }
}
