package dev.xeocontext.identity.session;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** A device is one only together with its user: the id of somebody else's device names nothing. */
@Embeddable
record DeviceKey(@Column UUID userId, @Column UUID id) {}
