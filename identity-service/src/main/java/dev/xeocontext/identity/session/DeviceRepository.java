package dev.xeocontext.identity.session;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class DeviceRepository implements PanacheRepositoryBase<Device, DeviceKey> {}
