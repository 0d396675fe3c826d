package dev.xeocontext.contracts.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * "This person is at this, on this device": what can be handed over to another device of the store. The version is a fence: it
 * grows with every move from device to device, and with nothing else.
 *
 * @param kind what is done: {@code reading}, {@code writing}, …
 * @param resource what it is done with, as apps understand it
 * @param title for people
 * @param state how far it is, as apps understand it
 * @param version from 1
 * @param deviceId where it is; absent when its device has let go of it
 * @param ageMs how many milliseconds ago the state was told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Activity(
        UUID id,
        String kind,
        String resource,
        @Nullable String title,
        Map<String, @Nullable Object> state,
        long version,
        @Nullable UUID deviceId,
        long ageMs) {}
