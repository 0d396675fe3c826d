package dev.xeocontext.identity.token;

import dev.xeocontext.identity.key.SigningKey;
import dev.xeocontext.identity.key.SigningKeys;
import dev.xeocontext.kit.access.AccessConfig;
import dev.xeocontext.kit.time.Ids;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Signs access tokens: ES256, with the user, session and device as {@code sub}, {@code sid} and {@code did}. */
@ApplicationScoped
public class AccessTokenIssuer {

    private final SigningKeys keys;
    private final AccessConfig access;
    private final Duration liveFor;
    private final InstantSource time;
    private final Ids ids;

    AccessTokenIssuer(SigningKeys keys, AccessConfig access, TokenConfig config, InstantSource time, Ids ids) {
        this.keys = keys;
        this.access = access;
        this.liveFor = config.liveFor();
        this.time = time;
        this.ids = ids;
    }

    public Uni<AccessToken> issue(UUID userId, UUID sessionId, UUID deviceId) {
        return keys.current().map(key -> new AccessToken(sign(key, userId, sessionId, deviceId), liveFor));
    }

    /** How long a token is good. */
    public Duration liveFor() {
        return liveFor;
    }

    private String sign(SigningKey key, UUID userId, UUID sessionId, UUID deviceId) {
        Instant now = time.instant();
        return Jwt.issuer(access.issuer())
                .audience(access.audience())
                .subject(userId.toString())
                .claim("sid", sessionId.toString())
                .claim("did", deviceId.toString())
                .claim("jti", ids.next().toString())
                .issuedAt(now)
                .expiresAt(now.plus(liveFor))
                .jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(key.id())
                .sign(key.privateKey());
    }
}
