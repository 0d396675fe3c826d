package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as REST answers them, beside what devices know. */
final class RestRecords {

    private RestRecords() {}

    /** Every field that was ever written stands there as the replica has it. */
    static void assertShows(Map<String, Object> record, RecordState state) {
        state.fields().forEach((name, field) -> {
            var shown = record.get(name);
            switch (field) {
                case Register register -> {
                    if (register.value() != null) {
                        assertThat(normal(shown)).as(name).isEqualTo(register.value());
                    }
                }
                case ElementSet set ->
                    assertThat(shown == null ? List.of() : (List<?>) shown)
                            .as(name)
                            .map(String::valueOf)
                            .containsExactlyInAnyOrderElementsOf(set.present());
            }
        });
    }

    private static @Nullable Object normal(@Nullable Object value) {
        return JsonValues.normalize(value);
    }
}
