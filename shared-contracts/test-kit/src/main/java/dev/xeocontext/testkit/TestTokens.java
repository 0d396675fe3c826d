package dev.xeocontext.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Access tokens as identity-service issues them, signed with the key that {@link TestIdentity} publishes. Valid as made
 * by {@link #forUser}; each other method returns a token that differs in one thing, mostly to see it refused.
 */
public record TestTokens(
        UUID user,
        UUID session,
        UUID device,
        String issuer,
        String audience,
        Instant issuedAt,
        Duration lifetime,
        boolean knownKey) {

    static final String ISSUER = "https://xeocontext.local";
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** A token of a session and a device of their own, issued now. */
    public static TestTokens forUser(UUID user) {
        return new TestTokens(
                user, UUID.randomUUID(), UUID.randomUUID(), ISSUER, "xeocontext", Instant.now(), LIFETIME, true);
    }

    public TestTokens onDevice(UUID device) {
        return new TestTokens(user, session, device, issuer, audience, issuedAt, lifetime, knownKey);
    }

    public TestTokens inSession(UUID session) {
        return new TestTokens(user, session, device, issuer, audience, issuedAt, lifetime, knownKey);
    }

    public TestTokens from(String issuer) {
        return new TestTokens(user, session, device, issuer, audience, issuedAt, lifetime, knownKey);
    }

    public TestTokens meantFor(String audience) {
        return new TestTokens(user, session, device, issuer, audience, issuedAt, lifetime, knownKey);
    }

    /** Issued so that it expires after this time; in the past when negative. */
    public TestTokens expiringIn(Duration time) {
        return new TestTokens(
                user, session, device, issuer, audience, issuedAt.plus(time).minus(lifetime), lifetime, knownKey);
    }

    /** Signed with a key that no key set has, under the id of one that it has. */
    public TestTokens forged() {
        return new TestTokens(user, session, device, issuer, audience, issuedAt, lifetime, false);
    }

    /** The compact JWT. */
    public String token() {
        var key = knownKey
                ? SigningKey.shared()
                : SigningKey.generate(SigningKey.shared().id());
        return key.sign("""
                {"iss":"%s","aud":"%s","sub":"%s","sid":"%s","did":"%s","jti":"%s","iat":%d,"exp":%d}""".formatted(
                        issuer,
                        audience,
                        user,
                        session,
                        device,
                        UUID.randomUUID(),
                        issuedAt.getEpochSecond(),
                        issuedAt.plus(lifetime).getEpochSecond()));
    }

    /** The value of an {@code Authorization} header. */
    public String bearer() {
        return "Bearer " + token();
    }
}
