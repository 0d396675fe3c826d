package dev.xeocontext.sync.consume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.sync.reconcile.Agenda;
import dev.xeocontext.sync.reconcile.Sweeps;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Has the stores compared with their owners that a message was about, or all of them when it does not tell. */
@Singleton
final class DeadLetterComparison {

    private final ObjectMapper json;
    private final Agenda agenda;
    private final Sweeps sweeps;

    DeadLetterComparison(ObjectMapper json, Agenda agenda, Sweeps sweeps) {
        this.json = json;
        this.agenda = agenda;
        this.sweeps = sweeps;
    }

    Uni<Void> of(byte[] body) {
        return stores(body).map(this::ofStores).orElseGet(sweeps::everythingDue);
    }

    Uni<Void> ofStores(Set<UUID> storeIds) {
        return agenda.due(storeIds).chain(known -> known ? Uni.createFrom().voidItem() : sweeps.discoveryDue());
    }

    private Optional<Set<UUID>> stores(byte[] body) {
        try {
            JsonNode message = json.readTree(body);
            Iterable<JsonNode> events = message.isArray() ? message : List.of(message);
            Set<UUID> storeIds = new HashSet<>();
            for (JsonNode event : events) {
                storeIds.add(UUID.fromString(event.path("data").path("storeId").asText()));
            }
            return Optional.of(storeIds);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
