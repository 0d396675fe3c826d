package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A field that is a set of texts: adds and removes of different elements never compete, for one element the greater
 * clock wins. Removed elements stay, marked as absent, so that an older add cannot bring them back.
 *
 * @param elements every element that the set ever had, by name in the order of UTF-8; never empty
 */
public record ElementSet(SortedMap<String, Element> elements) implements FieldState {

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

    @Override
    public long weight() {
        return elements.keySet().stream().mapToLong(name -> name.length() + 3L).sum();
    }
}
