package dev.xeocontext.local.stack.system.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client subscribes to. */
public record Wish(List<String> collections, @Nullable Object where) {

    public static final Wish ALL = new Wish(List.of("todos", "todo-lists"), null);
}
