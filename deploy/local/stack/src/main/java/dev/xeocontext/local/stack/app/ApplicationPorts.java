package dev.xeocontext.local.stack.app;

import dev.xeocontext.local.embedded.Loopback;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The loopback ports of the services; the gateway's is a setting. */
public record ApplicationPorts(int identity, int todos, List<Integer> sync) {

    public ApplicationPorts {
        sync = List.copyOf(sync);
    }

    /** Ports that were free a moment ago. */
    public static ApplicationPorts free(int syncReplicas) {
        var ports = Loopback.freePorts(2 + syncReplicas);
        return new ApplicationPorts(ports.get(0), ports.get(1), ports.subList(2, ports.size()));
    }

    /** By name of the part. */
    public Map<String, Integer> asMap() {
        var ports = new TreeMap<String, Integer>();
        ports.put("identity-service", identity);
        ports.put("todos-service", todos);
        for (int replica = 0; replica < sync.size(); replica++) {
            ports.put(replicaName(replica), sync.get(replica));
        }
        return ports;
    }

    /** The name of a sync-service, counted from 0. */
    static String replicaName(int replica) {
        return replica == 0 ? "sync-service" : "sync-service-" + (replica + 1);
    }
}
