package dev.xeocontext.local.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code ./xeo up}: runs the stack in the foreground until it is asked to stop. */
public final class UpMain {

    private UpMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        long begun = System.nanoTime();
        try {
            var home = Path.of(Objects.requireNonNull(System.getenv("XEO_HOME"), "XEO_HOME: start me by ./xeo up"));
            var settings = StackSettings.of(home, System.getenv());
            var terminal = new Terminal(System.out);
            var stack = new Stack(settings, System.getenv(), terminal);
            stopAtExit(stack, terminal);
            terminal.starting(settings);
            stack.start();
            terminal.up(settings, Duration.ofNanos(System.nanoTime() - begun));
            new CountDownLatch(1).await();
        } catch (StartFailed e) {
            fail(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        } catch (IOException e) {
            fail(e.toString());
        }
    }

    /** A signal ends the JVM through this hook; so does a failed start. */
    private static void stopAtExit(Stack stack, Terminal terminal) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            terminal.stopping();
                            try {
                                stack.close();
                            } catch (IOException e) {
                                terminal.say(e.toString());
                            }
                            terminal.stopped();
                        },
                        "stop"));
    }

    private static void fail(String message) {
        System.err.println(System.lineSeparator() + message);
        System.exit(1);
    }
}
