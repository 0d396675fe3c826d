package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.json.CanonicalJson;
import dev.xeocontext.contracts.merge.ElementSet.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The merge: per field, or per element of a set, the greater clock wins. It is commutative, associative and idempotent,
 * so that redelivery and reordering are harmless and replicas that saw the same events hold the same.
 *
 * <p>Owners refuse the same clock with another value. Should it occur all the same, the greater canonical JSON wins, and
 * a set wins over a register, which keeps the three laws.
 *
 * <p>Every method returns its first argument itself, not an equal one, when the second adds nothing to it.
 */
@SuppressWarnings("ReferenceEquality") // "nothing changed" is told by identity
public final class Merge {

    private Merge() {}

    public static RecordState join(RecordState current, RecordState patch) {
        Map<String, FieldState> fields = joinFields(current.fields(), patch.fields());
        Deletion deletion = join(current.deletion(), patch.deletion());
        boolean unchanged = fields == current.fields() && deletion == current.deletion();
        return unchanged ? current : new RecordState(fields, deletion);
    }

    private static Map<String, FieldState> joinFields(Map<String, FieldState> current, Map<String, FieldState> patch) {
        Map<String, FieldState> joined = current;
        for (Map.Entry<String, FieldState> entry : patch.entrySet()) {
            FieldState before = current.get(entry.getKey());
            FieldState after = before == null ? entry.getValue() : join(before, entry.getValue());
            if (after != before) {
                if (joined == current) {
                    joined = new LinkedHashMap<>(current);
                }
                joined.put(entry.getKey(), after);
            }
        }
        return joined;
    }

    static FieldState join(FieldState current, FieldState patch) {
        return switch (current) {
            case Register a ->
                switch (patch) {
                    case Register b -> wins(b, a) ? b : a;
                    case ElementSet b -> b;
                };
            case ElementSet a ->
                switch (patch) {
                    case Register b -> a;
                    case ElementSet b -> join(a, b);
                };
        };
    }

    private static boolean wins(Register challenger, Register holder) {
        int order = challenger.clock().compareTo(holder.clock());
        if (order != 0) {
            return order > 0;
        }
        return !Objects.equals(challenger.value(), holder.value())
                && CanonicalJson.write(challenger.value()).compareTo(CanonicalJson.write(holder.value())) > 0;
    }

    private static ElementSet join(ElementSet current, ElementSet patch) {
        SortedMap<String, Element> joined = null;
        for (Map.Entry<String, Element> entry : patch.elements().entrySet()) {
            Element holder = current.elements().get(entry.getKey());
            if (holder == null || wins(entry.getValue(), holder)) {
                if (joined == null) {
                    joined = new TreeMap<>(current.elements());
                }
                joined.put(entry.getKey(), entry.getValue());
            }
        }
        return joined == null ? current : new ElementSet(joined);
    }

    private static boolean wins(Element challenger, Element holder) {
        int order = challenger.clock().compareTo(holder.clock());
        return order != 0 ? order > 0 : challenger.present() && !holder.present();
    }

    private static @Nullable Deletion join(@Nullable Deletion current, @Nullable Deletion patch) {
        if (current == null || patch == null) {
            return current == null ? patch : current;
        }
        int order = patch.clock().compareTo(current.clock());
        boolean patchWins = order != 0 ? order > 0 : patch.value() && !current.value();
        return patchWins ? patch : current;
    }

    /**
     * The fields in which the patch uses a clock that the record holds with another value: a device whose clock ran
     * twice over the same ground. {@code deleted} stands for the deletion register.
     */
    public static List<String> reusedClocks(RecordState current, RecordState patch) {
        List<String> reused = new ArrayList<>();
        patch.fields().forEach((name, field) -> {
            FieldState holder = current.fields().get(name);
            if (holder != null && reusesClock(holder, field)) {
                reused.add(name);
            }
        });
        Deletion held = current.deletion();
        Deletion asked = patch.deletion();
        if (held != null && asked != null && held.value() != asked.value() && sameClock(held.clock(), asked.clock())) {
            reused.add("deleted");
        }
        return reused;
    }

    private static boolean reusesClock(FieldState holder, FieldState field) {
        if (holder instanceof Register a && field instanceof Register b) {
            return sameClock(a.clock(), b.clock()) && !Objects.equals(a.value(), b.value());
        }
        if (holder instanceof ElementSet a && field instanceof ElementSet b) {
            return b.elements().entrySet().stream().anyMatch(entry -> {
                Element held = a.elements().get(entry.getKey());
                Element asked = entry.getValue();
                return held != null && sameClock(held.clock(), asked.clock()) && held.present() != asked.present();
            });
        }
        return false;
    }

    private static boolean sameClock(Hlc a, Hlc b) {
        return a.equals(b);
    }
}
