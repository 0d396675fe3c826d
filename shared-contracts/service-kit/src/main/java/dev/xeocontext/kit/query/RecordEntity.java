package dev.xeocontext.kit.query;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Formula;

/**
 * A row of a synced collection, to be read only: the op path alone writes it. What a collection can be filtered and
 * sorted by, its entity adds.
 */
@MappedSuperclass
public abstract class RecordEntity {

    @Id
    @Column(name = "store_id")
    private UUID storeId;

    @Id
    @Column(name = "id")
    private UUID id;

    @Formula("cast(fields as text)")
    private String fieldsText;

    @Column(name = "deleted")
    private boolean deleted;

    @Column(name = "hash")
    private long hash;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    public UUID id() {
        return id;
    }

    /** The fields as a JSON object. */
    public String fieldsText() {
        return fieldsText;
    }

    /** The digest hash. */
    public long hash() {
        return hash;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
