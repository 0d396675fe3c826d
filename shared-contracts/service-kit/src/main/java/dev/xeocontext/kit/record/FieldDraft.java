package dev.xeocontext.kit.record;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.ElementSet.Element;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.Register;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** The part of the field, as it stands, that the write is about; {@code null} when there is none. */
    default @Nullable FieldState touched(FieldState current) {
        return current;
    }

    /** How much room it takes, in characters. */
    long weight();

    record Assign(@Nullable Object value) implements FieldDraft {
        @Override
        public FieldState stamped(Hlc clock, @Nullable FieldState current) {
            return new Register(value, clock);
        }

        @Override
        public long weight() {
            return JsonValues.weight(value);
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

        @Override
        public @Nullable FieldState touched(FieldState current) {
            return current instanceof ElementSet set
                    ? set.only(Stream.concat(add.stream(), remove.stream()).toList())
                    : current;
        }

        @Override
        public long weight() {
            return JsonValues.weight(add) + JsonValues.weight(remove);
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

        @Override
        public long weight() {
            return JsonValues.weight(wanted);
        }
    }
}
