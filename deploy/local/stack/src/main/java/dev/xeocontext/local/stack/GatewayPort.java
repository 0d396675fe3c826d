package dev.xeocontext.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The one port that is not ours to choose. */
final class GatewayPort {

    private GatewayPort() {}

    /** Fails with a message that says who has the port, as far as that can be found out, and what to do. */
    static void requireFree(StackSettings settings) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address(settings.bind()), settings.port()));
        } catch (UnknownHostException e) {
            throw new StartFailed("XEO_BIND is '%s', which is no address of this machine.".formatted(settings.bind()));
        } catch (IOException e) {
            throw new StartFailed("""
                    Port %d of %s is taken%s (%s).
                    Stop that program, or choose another port: XEO_PORT=%d ./xeo up""".formatted(
                    settings.port(), settings.bind(), by(settings.port()), e.getMessage(), settings.port() + 1));
        }
    }

    private static InetAddress address(String bind) throws UnknownHostException {
        return InetAddress.getAllByName(bind)[0];
    }

    /** Asks the tools that most systems have; each may be missing or see only our own processes. */
    private static String by(int port) {
        var owner =
                output("lsof", "-nP", "-sTCP:LISTEN", "-iTCP:" + port, "-Fpc").strip();
        if (!owner.isEmpty()) {
            var lines = owner.lines().toList();
            return " by process " + lines.getFirst().substring(1)
                    + lines.stream()
                            .filter(line -> line.startsWith("c"))
                            .findFirst()
                            .map(line -> ", " + line.substring(1))
                            .orElse("");
        }
        var socket = output("ss", "-Hltnp", "sport", "=", ":" + port).strip();
        var users = socket.indexOf("users:");
        return users < 0 ? "" : " by " + socket.substring(users + "users:".length());
    }

    private static String output(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var stream = process.getInputStream()) {
                var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor(2, TimeUnit.SECONDS);
                return text;
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
