package dev.xeocontext.bench.client;

import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who waits for what. Safe for several threads. */
final class Answers {

    private final Map<String, CompletableFuture<ServerMessage>> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable Refused over;

    CompletableFuture<ServerMessage> await(String key) {
        var answer = new CompletableFuture<ServerMessage>();
        waiting.put(key, answer);
        var end = over;
        if (end != null) {
            answer.completeExceptionally(end);
        }
        return answer;
    }

    void answer(@Nullable String key, ServerMessage message) {
        var answer = key == null ? null : waiting.remove(key);
        if (answer != null) {
            answer.complete(message);
        }
    }

    /** Of a failure that names nobody, all are told. */
    void refuse(@Nullable String key, Refused refusal) {
        var answer = key == null ? null : waiting.remove(key);
        if (answer != null) {
            answer.completeExceptionally(refusal);
        } else {
            end(refusal);
        }
    }

    /** Nothing will be answered any more. */
    void end(Refused reason) {
        over = reason;
        waiting.values().forEach(answer -> answer.completeExceptionally(reason));
        waiting.clear();
    }
}
