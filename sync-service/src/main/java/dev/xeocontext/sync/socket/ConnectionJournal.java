package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.kit.access.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps in mind who is connected and who was. Must neither block nor fail; called on any loop. */
public interface ConnectionJournal {

    void opened(UUID connectionId, Caller caller, Device device);

    /**
     * The connection is over.
     *
     * @param code {@code null} when the device hung up
     */
    void closed(UUID connectionId, @Nullable CloseCode code);
}
