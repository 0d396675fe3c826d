package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A field that is a set of texts: adds and removes of different elements never compete, for one element the greater
 * clock wins. Removed elements stay, marked as absent, so that an older add cannot bring them back.
 *
 * @param elements every element that the set ever had, by name in the order of UTF-8; never empty
 */
public record ElementSet(SortedMap<String, Element> elements) implements FieldState {

    private static final long PUNCTUATION = 3;

    /** One element: whether it is in the set, and since which clock. */
    public record Element(boolean present, Hlc clock) {}

    public ElementSet {
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("a set that never had an element is absent");
        }
        SortedMap<String, Element> sorted = new TreeMap<>(Utf8Order.INSTANCE);
        sorted.putAll(elements);
        elements = Collections.unmodifiableSortedMap(sorted);
    }

    public static ElementSet of(Map<String, Element> elements) {
        SortedMap<String, Element> sorted = new TreeMap<>(Utf8Order.INSTANCE);
        sorted.putAll(elements);
        return new ElementSet(sorted);
    }

    /** The elements that are in the set, in the order of UTF-8. */
    public List<String> present() {
        return elements.entrySet().stream()
                .filter(entry -> entry.getValue().present())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Hlc latest() {
        return elements.values().stream()
                .map(Element::clock)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The part of this set that has one of these names; {@code null} when it never had any of them. */
    public @Nullable ElementSet only(Collection<String> names) {
        SortedMap<String, Element> part = new TreeMap<>(Utf8Order.INSTANCE);
        for (String name : names) {
            Element element = elements.get(name);
            if (element != null) {
                part.put(name, element);
            }
        }
        return part.isEmpty() ? null : new ElementSet(part);
    }

    /** What {@code before}, an earlier state of this set, lacks or holds otherwise; {@code null} when nothing. */
    public @Nullable ElementSet since(ElementSet before) {
        return only(elements.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.elements.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Every element has a clock, and one that is in the set stands in two places: among the values and among the clocks. */
    @Override
    public long weight() {
        return elements.entrySet().stream()
                .mapToLong(entry -> {
                    long name = entry.getKey().length() + PUNCTUATION;
                    return (entry.getValue().present() ? 2 * name : name) + Hlc.LENGTH + PUNCTUATION;
                })
                .sum();
    }
}
