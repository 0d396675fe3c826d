package dev.xeocontext.gateway.replica;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Whose turn it is. Safe for use by several threads. */
@Component
class Replicas {

    /** @param avoidedUntil Unix time in milliseconds */
    private record Replica(URI url, AtomicLong avoidedUntil) {}

    private final List<Replica> all;
    private final Duration pause;
    private final InstantSource time;
    private final AtomicInteger turn = new AtomicInteger();

    Replicas(ReplicaConfig config, InstantSource time) {
        this.all = config.urls().stream()
                .map(url -> new Replica(url, new AtomicLong()))
                .toList();
        this.pause = config.failurePause();
        this.time = time;
    }

    /** All of them in the order to try: from the one whose turn it is on, and at last those that failed a moment ago. */
    List<URI> inTurn() {
        int first = Math.floorMod(turn.getAndIncrement(), all.size());
        long now = time.millis();
        List<URI> order = new ArrayList<>(all.size());
        List<URI> avoided = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Replica replica = all.get((first + i) % all.size());
            (replica.avoidedUntil().get() > now ? avoided : order).add(replica.url());
        }
        order.addAll(avoided);
        return order;
    }

    /** It could not be reached, or takes nobody in. */
    void failed(URI url) {
        long until = time.millis() + pause.toMillis();
        all.stream()
                .filter(replica -> replica.url().equals(url))
                .forEach(replica -> replica.avoidedUntil().set(until));
    }
}
