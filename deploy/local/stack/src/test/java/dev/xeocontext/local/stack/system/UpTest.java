package dev.xeocontext.local.stack.system;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.embedded.Folders;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./xeo up} as a person runs it: measured, interrupted, killed, and started twice. */
@Tag("soak")
class UpTest {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int OPS_PER_SECOND = 50;
    private static final int SECONDS = 30;
    private static final long MAX_PSS_MEBIBYTES = 2_560;

    private Path data;
    private Map<String, String> environment;
    private URI gateway;

    @BeforeEach
    void newData() throws IOException {
        data = Files.createTempDirectory("xeo-up");
        environment = new HashMap<>(StackExtension.environment(data));
        environment.remove("XEO_SYNC_REPLICAS");
        environment.remove("XEO_BACKING");
        gateway = URI.create("http://127.0.0.1:" + environment.get("XEO_PORT"));
    }

    @AfterEach
    void deleteData() throws IOException {
        Folders.delete(data);
    }

    @Test
    void figures() throws Exception {
        long begun = System.nanoTime();
        var up = up("first.log");
        try {
            awaitHealthy();
            var anna = Account.register(gateway);
            try (var phone = Device.connect(anna).subscribe();
                    var laptop = Device.connect(anna.onAnotherDevice()).subscribe()) {
                var todo = Op.uuid();
                laptop.push(Op.put(todo, laptop.clock().now(), Map.of("title", "First")));
                Waiting.untilShows(phone, todo, "title", "First");
                System.out.println("from up to the first delta: " + seconds(begun));

                var idle = pss(family(up));
                System.out.println("PSS of the stack: " + idle + " MiB");
                assertThat(idle).isLessThan(MAX_PSS_MEBIBYTES);
                System.out.println(Latency.measure(laptop, phone, OPS_PER_SECOND, SECONDS));
            }
        } finally {
            stop(up);
        }
    }

    @Test
    void noProcessIsLeftWhenItIsStopped() throws IOException {
        var up = up("first.log");
        awaitHealthy();
        var family = family(up);
        assertThat(family).hasSizeGreaterThan(7);

        long begun = System.nanoTime();
        stop(up);

        System.out.println("stopped in " + seconds(begun));
        assertThat(family).noneMatch(ProcessHandle::isAlive);
        assertThat(data.resolve("run")).isDirectoryNotContaining("glob:**.pid");
    }

    @Test
    void leftoversOfAKilledLauncherAreStoppedAndDataIsKept() throws IOException {
        var first = up("first.log");
        awaitHealthy();
        var anna = Account.register(gateway);
        anna.rest().body(Map.of("title", "Kept")).post("/v1/todos").then().statusCode(201);
        var family = family(first);
        first.descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("UpMain"))
                .forEach(ProcessHandle::destroyForcibly);
        await().atMost(STOP).until(() -> !first.isAlive());

        var second = up("second.log");
        try {
            await().atMost(START)
                    .until(() -> Files.readString(data.resolve("second.log")).contains("is up after"));

            assertThat(family).noneMatch(ProcessHandle::isAlive);
            assertThat(anna.onAnotherDevice().todos())
                    .extracting(todo -> todo.get("title"))
                    .containsExactly("Kept");
        } finally {
            stop(second);
        }
    }

    @Test
    void aSecondOneOnTheSameDataIsRefused() throws Exception {
        var first = up("first.log");
        try {
            awaitHealthy();
            var second = up("second.log");

            assertThat(second.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(Files.readString(data.resolve("second.log"))).contains("already running");
        } finally {
            stop(first);
        }
    }

    private Process up(String log) throws IOException {
        var builder = new ProcessBuilder(StackExtension.home().resolve("xeo").toString(), "up")
                .redirectErrorStream(true)
                .redirectOutput(data.resolve(log).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void awaitHealthy() {
        await("the stack is up")
                .atMost(START)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> Files.readString(data.resolve("first.log")).contains("is up after")
                        && RestAssured.get(gateway.resolve("/health")).statusCode() == 200);
    }

    private static void stop(Process up) {
        up.destroy();
        await("the stack has stopped").atMost(STOP).until(() -> !up.isAlive());
    }

    private static Set<ProcessHandle> family(Process up) {
        return Stream.concat(Stream.of(up.toHandle()), up.descendants()).collect(toSet());
    }

    /** Proportional set sizes, in MiB: shared pages are counted once in all. */
    private static long pss(Set<ProcessHandle> processes) throws IOException {
        long kibibytes = 0;
        for (var process : processes) {
            var file = Path.of("/proc/%d/smaps_rollup".formatted(process.pid()));
            if (Files.exists(file)) {
                kibibytes += Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            }
        }
        return kibibytes / 1024;
    }

    private static String seconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0 + " s";
    }
}
