package dev.xeocontext.local.embedded;

/** The loopback ports of one stack's backing services. */
public record BackingPorts(int postgres, int redis, int amqp) {

    /** Ports that were free a moment ago. */
    public static BackingPorts free() {
        var ports = Loopback.freePorts(3);
        return new BackingPorts(ports.get(0), ports.get(1), ports.get(2));
    }
}
