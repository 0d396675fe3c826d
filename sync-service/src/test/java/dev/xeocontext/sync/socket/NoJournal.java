package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.kit.access.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps nothing in mind. */
record NoJournal() implements ConnectionJournal {

    @Override
    public void opened(UUID connectionId, Caller caller, Device device) {}

    @Override
    public void closed(UUID connectionId, @Nullable CloseCode code) {}
}
