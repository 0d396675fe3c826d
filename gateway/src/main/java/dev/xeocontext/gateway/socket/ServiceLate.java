package dev.xeocontext.gateway.socket;

import java.net.ConnectException;
import java.time.Duration;

/** A service has taken the connection and says nothing. A handshake changes nothing, so another replica may be asked. */
final class ServiceLate extends ConnectException {

    private static final long serialVersionUID = 1L;

    ServiceLate(Duration patience) {
        super("No upgrade within " + patience);
    }
}
