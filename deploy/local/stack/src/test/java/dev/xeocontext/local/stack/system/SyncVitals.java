package dev.xeocontext.local.stack.system;

import static io.restassured.RestAssured.given;

import dev.xeocontext.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** How the replicas of sync-service are, by their own metrics. */
record SyncVitals(Stack stack) {

    private static Stream<String> replicas() {
        return Stream.of("sync-service", "sync-service-2");
    }

    /** How many sockets they hold. */
    long sockets() {
        return replicas().mapToLong(replica -> sum(replica, "xeo_sync_sockets")).sum();
    }

    /** How much of their heaps is in use after a full collection, both together. */
    long liveBytes() {
        return replicas()
                .mapToLong(replica -> {
                    collectGarbage(replica);
                    return sum(replica, "jvm_memory_used_bytes{area=\"heap\"");
                })
                .sum();
    }

    private long sum(String replica, String metric) {
        int port = Objects.requireNonNull(stack.ports().get(replica));
        var metrics = given().get("http://127.0.0.1:%d/q/metrics".formatted(port))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return metrics.lines()
                .filter(line -> line.startsWith(metric))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void collectGarbage(String replica) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var pid = Long.toString(stack.pid(replica).orElseThrow());
            new ProcessBuilder(jcmd, pid, "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("a JDK has jcmd", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
