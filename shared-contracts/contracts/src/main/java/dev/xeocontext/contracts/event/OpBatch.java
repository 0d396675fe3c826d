package dev.xeocontext.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What sync-service sends to the owner of some collections, {@code POST /internal/v1/ops}, with the token of the user.
 *
 * @param ops as they arrived, of one store, oldest first
 * @param atomic all of them or none; left out means each by itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpBatch(
        UUID storeId, List<@Nullable Object> ops, @Nullable Boolean atomic) {

    /** Ops that are decided each by itself. */
    public OpBatch(UUID storeId, List<@Nullable Object> ops) {
        this(storeId, ops, null);
    }

    @JsonIgnore
    public boolean isAtomic() {
        return Boolean.TRUE.equals(atomic);
    }
}
