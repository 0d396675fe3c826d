package dev.xeocontext.sync.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What devices are at, as JSON and back. */
@Singleton
class States {

    private final ObjectMapper json;
    private final int most;

    States(ObjectMapper json, PresenceConfig config) {
        this.json = json;
        this.most = config.stateBytes();
    }

    /** @throws ProblemException {@link ProblemCode#TOO_LARGE} */
    String write(Map<String, @Nullable Object> state) {
        String text = written(state);
        if (text.getBytes(StandardCharsets.UTF_8).length > most) {
            Problem.Fault fault = new Problem.Fault("/state", "has more than " + most + " bytes");
            throw new ProblemException(ProblemCode.TOO_LARGE, null, List.of(fault));
        }
        return text;
    }

    private String written(Map<String, @Nullable Object> state) {
        try {
            return json.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can be written", e);
        }
    }

    /** A device as others see it then. */
    OnlineDevice show(UUID deviceId, Sighting device, long now) {
        return new OnlineDevice(deviceId, device.name(), device.platform(), state(device, now));
    }

    private @Nullable Map<String, @Nullable Object> state(Sighting device, long now) {
        String text = device.state();
        try {
            return text == null || !device.hasState(now) ? null : json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON is JSON", e);
        }
    }
}
