package dev.xeocontext.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.Vectors;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartitionTest {

    @Test
    void hashesAsTheVectors() {
        for (JsonNode vector : Vectors.read("partition.json").get("cases")) {
            String text = vector.get("text").asText();
            assertThat(Integer.toUnsignedLong(Partition.hash(text)))
                    .isEqualTo(vector.get("hash").asLong());
            assertThat(Partition.of(text)).isEqualTo(vector.get("partition").asInt());
        }
    }

    @Test
    void routesAStoreToItsSlot() {
        UUID store = UUID.fromString("0193a5f0-7c1e-7b3a-9d2f-1c8e5a6b7c8d");

        assertThat(EventRoute.slot(store)).isEqualTo(Partition.of(store.toString()) % EventRoute.SLOTS);
        assertThat(EventRoute.key("todos", store)).isEqualTo("todos." + EventRoute.slot(store));
    }
}
