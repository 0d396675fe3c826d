package dev.xeocontext.local.stack.system;

import dev.xeocontext.local.embedded.Folders;
import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.stack.Progress;
import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A whole stack with two replicas of sync-service, on throw-away data and free ports: started by the first test class
 * that wants it, shared by all. {@code XEO_BACKING} chooses the backing services as it does for {@code ./xeo up}.
 */
final class StackExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Started.class, key -> Started.now(), Started.class)
                .stack();
    }

    /** The root of the work tree, where the built applications are. */
    static Path home() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the work tree");
    }

    /** The environment of a stack of its own. */
    static Map<String, String> environment(Path data) {
        var environment = new HashMap<>(System.getenv());
        environment.put("XEO_DATA", data.toString());
        environment.put("XEO_PORT", Integer.toString(Loopback.freePorts(1).getFirst()));
        environment.put("XEO_BIND", Loopback.ADDRESS);
        environment.put("XEO_SYNC_REPLICAS", "2");
        environment.put("XEO_SYNC_RETENTION_EVERY", "1s");
        environment.put("XEO_SYNC_RETENTION_NEWEST_EVENTS", "0");
        environment.put("XEO_RECORDS_PURGE_EVERY", "1s");
        return environment;
    }

    /** A stack that runs, or why it does not: what failed once is not tried again by every test class. */
    record Started(
            Path data, @Nullable Stack running, @Nullable Exception failure) implements AutoCloseable {

        static Started now() {
            try {
                var data = Files.createTempDirectory("xeo-system");
                var environment = environment(data);
                var stack = new Stack(StackSettings.of(home(), environment), environment, new StandardOutput());
                return start(stack, data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Started start(Stack stack, Path data) throws IOException {
            try {
                stack.start();
                return new Started(data, stack, null);
            } catch (IOException | RuntimeException e) {
                discard(stack, data);
                return new Started(data, null, e);
            }
        }

        Stack stack() {
            if (running == null) {
                throw new IllegalStateException("the stack does not start", failure);
            }
            return running;
        }

        @Override
        public void close() throws IOException {
            if (running != null) {
                discard(running, data);
            }
        }

        private static void discard(Stack stack, Path data) throws IOException {
            stack.close();
            stack.backing().discard();
            Folders.delete(data);
        }
    }

    private static final class StandardOutput implements Progress {
        @Override
        public void ready(String part, Duration took) {
            System.out.printf("%s ready after %d ms%n", part, took.toMillis());
        }

        @Override
        public void say(String sentence) {
            System.out.println(sentence);
        }
    }
}
