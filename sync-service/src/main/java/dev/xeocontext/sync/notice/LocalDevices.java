package dev.xeocontext.sync.notice;

import java.util.Set;
import java.util.UUID;

/** The devices that are connected to this replica. Safe for use by several threads. */
public interface LocalDevices {

    /** Tells those of them whom it is for. */
    void tell(Notice notice);

    /** The stores that they are of. */
    Set<UUID> stores();
}
