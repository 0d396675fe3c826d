package dev.xeocontext.contracts.op;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.xeocontext.contracts.clock.Hlc;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One intent of one device, well-formed; {@link OpReader} makes it from what arrives. Whether the collection has these
 * fields is for its owner to say.
 *
 * @param opId chosen by the device; the same id again is answered {@code duplicate}
 * @param hlc when it was made, by the clock of the device; {@code null} for a write that the owner stamps itself, under
 *     the lock of the record
 * @param fields of a put: JSON values in normal form; for a set {@code {"add": […], "remove": […]}}
 * @param base for fields that are merged as texts: what the op was written on
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Op(
        UUID opId,
        String collection,
        UUID id,
        OpKind kind,
        @Nullable Hlc hlc,

        @JsonInclude(value = JsonInclude.Include.NON_EMPTY, content = JsonInclude.Include.ALWAYS)
        Map<String, @Nullable Object> fields,

        Map<String, @Nullable Object> base) {}
