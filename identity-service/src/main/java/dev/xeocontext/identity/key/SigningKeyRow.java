package dev.xeocontext.identity.key;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key pair as it is stored. */
@Entity
@Table(name = "signing_keys")
class SigningKeyRow {

    @Id
    String kid;

    @Column(nullable = false)
    Instant createdAt;

    @Column(nullable = false)
    Instant signsFrom;

    @Column(nullable = false)
    String publicJwk;

    @Column(nullable = false)
    byte[] sealedPrivate;
}
