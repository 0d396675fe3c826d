package dev.xeocontext.identity.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who can sign in. The id is also that of the personal store. */
@Entity
@Table(name = "accounts")
public class Account {

    @Id
    private UUID id;

    @Column(nullable = false)
    private String email;

    @Column
    private @Nullable String displayName;

    @Column(nullable = false)
    private String passwordHash;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    /** For Hibernate. */
    protected Account() {}

    Account(UUID id, String email, @Nullable String displayName, String passwordHash, Instant createdAt) {
        this.id = id;
        this.email = email;
        this.displayName = displayName;
        this.passwordHash = passwordHash;
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    /** In the normal form, see {@link Email}. */
    public String email() {
        return email;
    }

    public @Nullable String displayName() {
        return displayName;
    }

    /** In the PHC string format. */
    public String passwordHash() {
        return passwordHash;
    }

    Instant createdAt() {
        return createdAt;
    }

    void rename(@Nullable String newName) {
        displayName = newName;
    }
}
