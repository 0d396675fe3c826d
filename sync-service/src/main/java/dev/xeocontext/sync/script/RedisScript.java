package dev.xeocontext.sync.script;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A script that Redis runs at once and whole, or not at all.
 *
 * @param digest by which Redis knows it, once it has seen it
 */
public record RedisScript(String text, String digest) {

    /** Reads one that lies beside a class. */
    public static RedisScript beside(Class<?> type, String file) {
        try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream(file), file)) {
            String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            return new RedisScript(text, sha1(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** Runs it; a Redis that does not know it, because it was restarted, is given it. */
    public Future<Response> run(Redis redis, String key, List<String> arguments) {
        return redis.send(request(Command.EVALSHA, digest, key, arguments))
                .recover(failure -> isUnknown(failure)
                        ? redis.send(request(Command.EVAL, text, key, arguments))
                        : Future.failedFuture(failure));
    }

    private static Request request(Command command, String script, String key, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(1).arg(key);
        arguments.forEach(request::arg);
        return request;
    }

    /** Gives it to Redis. */
    public Request load() {
        return Request.cmd(Command.SCRIPT).arg("LOAD").arg(text);
    }

    /**
     * Whether Redis was asked for a script that it does not know. What it answers to one of many requests has the place of that one
     * before it.
     */
    public static boolean isUnknown(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.contains("NOSCRIPT ");
    }
}
