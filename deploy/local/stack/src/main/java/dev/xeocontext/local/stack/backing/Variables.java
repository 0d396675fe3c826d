package dev.xeocontext.local.stack.backing;

import dev.xeocontext.local.stack.StartFailed;
import java.util.Map;

/** Variables that somebody has to set. */
final class Variables {

    private Variables() {}

    /** @param wantedBy what makes it necessary, as a person would name it */
    static String required(Map<String, String> environment, String name, String wantedBy) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new StartFailed("%s wants %s to be set.".formatted(wantedBy, name));
        }
        return value;
    }
}
