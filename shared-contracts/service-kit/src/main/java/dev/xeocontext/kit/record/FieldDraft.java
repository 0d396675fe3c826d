package dev.xeocontext.kit.record;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.ElementSet.Element;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.Register;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a valid write does to one field, before it has a clock. */
sealed interface FieldDraft {

    /**
     * The write under a clock; {@code null} when it writes nothing.
     *
     * @param current the field as it stands
     */
    @Nullable
    FieldState stamped(Hlc clock, @Nullable FieldState current);

    record Assign(@Nullable Object value) implements FieldDraft {
        @Override
        public FieldState stamped(Hlc clock, @Nullable FieldState current) {
            return new Register(value, clock);
        }
    }

    /** Adds and removes elements; what stands in both is added. */
    record Alter(List<String> add, List<String> remove) implements FieldDraft {
        @Override
        public @Nullable FieldState stamped(Hlc clock, @Nullable FieldState current) {
            Map<String, Element> elements = new HashMap<>();
            remove.forEach(name -> elements.put(name, new Element(false, clock)));
            add.forEach(name -> elements.put(name, new Element(true, clock)));
            return elements.isEmpty() ? null : ElementSet.of(elements);
        }
    }

    /** Makes these the only elements, as far as the writer can know: those that stand there now are removed. */
    record Replace(List<String> wanted) implements FieldDraft {
        @Override
        public @Nullable FieldState stamped(Hlc clock, @Nullable FieldState current) {
            List<String> present = current instanceof ElementSet set ? set.present() : List.of();
            List<String> add =
                    wanted.stream().filter(name -> !present.contains(name)).toList();
            List<String> remove =
                    present.stream().filter(name -> !wanted.contains(name)).toList();
            return new Alter(add, remove).stamped(clock, current);
        }
    }
}
