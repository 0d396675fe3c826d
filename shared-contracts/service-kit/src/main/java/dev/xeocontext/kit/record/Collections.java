package dev.xeocontext.kit.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The collections that a service owns: it alone writes them. Each owner makes one bean of this.
 *
 * @param service the name in routes and event types, {@code todos}
 */
public record Collections(String service, Map<String, CollectionType> byName) {

    public static Collections of(String service, CollectionType... types) {
        return new Collections(
                service,
                List.of(types).stream()
                        .collect(Collectors.toUnmodifiableMap(CollectionType::name, Function.identity())));
    }

    public Optional<CollectionType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
