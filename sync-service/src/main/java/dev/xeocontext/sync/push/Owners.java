package dev.xeocontext.sync.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Deadlines;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The owners by the collections that they own. */
@Singleton
public class Owners {

    private final Map<String, Owner> byCollection;

    @Inject
    Owners(OwnersConfig config, Deadlines deadlines, Vertx vertx, ObjectMapper json) {
        Map<String, Owner> owners = new HashMap<>();
        config.owners().forEach((name, owner) -> {
            HttpOwner client = new HttpOwner(name, owner, deadlines, vertx, json);
            owner.collections().forEach(collection -> owners.put(collection, client));
        });
        this.byCollection = Map.copyOf(owners);
    }

    /** Owners by the names of their collections. */
    Owners(Map<String, Owner> byCollection) {
        this.byCollection = Map.copyOf(byCollection);
    }

    public boolean isKnown(String collection) {
        return byCollection.containsKey(collection);
    }

    /** The owner of the collection; {@code null} when nobody owns it. */
    @Nullable
    Owner of(String collection) {
        return byCollection.get(collection);
    }
}
