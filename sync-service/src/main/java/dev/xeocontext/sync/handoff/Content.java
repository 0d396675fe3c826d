package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a device says that is done, and how far it is; within bounds, and as every replica can keep it. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Content(String kind, String resource, @Nullable String title, Map<String, @Nullable Object> state) {

    Content withState(Map<String, @Nullable Object> told) {
        return new Content(kind, resource, title, told);
    }
}
