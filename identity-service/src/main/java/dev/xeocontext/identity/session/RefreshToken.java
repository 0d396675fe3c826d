package dev.xeocontext.identity.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A refresh token as the server keeps it. Of a session's tokens, the one that is not replaced is the current one. */
@Entity
@Table(name = "refresh_tokens")
class RefreshToken {

    @Id
    private String hash;

    @Column(nullable = false, updatable = false)
    private UUID sessionId;

    @Column(nullable = false, updatable = false)
    private Instant issuedAt;

    @Column
    private @Nullable Instant replacedAt;

    @Column
    private @Nullable String replacedBy;

    @Column
    private byte @Nullable [] sealedSuccessor;

    /** For Hibernate. */
    protected RefreshToken() {}

    RefreshToken(String hash, UUID sessionId, Instant issuedAt) {
        this.hash = hash;
        this.sessionId = sessionId;
        this.issuedAt = issuedAt;
    }

    String hash() {
        return hash;
    }

    @Nullable
    Instant replacedAt() {
        return replacedAt;
    }

    @Nullable
    String replacedBy() {
        return replacedBy;
    }

    /** What took this token's place, given the token itself; only once it was replaced. */
    RefreshSecret successor(RefreshSecret self) {
        return self.unseal(Objects.requireNonNull(sealedSuccessor));
    }

    void replace(String successorHash, byte[] sealed, Instant now) {
        replacedAt = now;
        replacedBy = successorHash;
        sealedSuccessor = sealed;
    }
}
