package dev.xeocontext.local.stack.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.embedded.ForegroundServer;
import dev.xeocontext.local.embedded.ServerCommand;
import dev.xeocontext.local.embedded.ServerCommand.StopSignal;
import dev.xeocontext.local.stack.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<String> reports = new CopyOnWriteArrayList<>();

    @Test
    void isReadyWhenItsServerIs() {
        var part = start("listening");

        part.awaitReady(PATIENCE);

        assertThat(part.pid()).isPresent();
        stop(part);
        assertThat(part.pid()).isEmpty();
        assertThat(folder.resolve("server.log")).content().contains("listening");
    }

    @Test
    void startsAgainWhatWasKilled() {
        var part = start("up");
        part.awaitReady(PATIENCE);
        long first = part.pid().orElseThrow();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        await().atMost(PATIENCE)
                .until(() -> part.pid().isPresent() && part.pid().getAsLong() != first);
        await().atMost(PATIENCE).until(() -> reports.contains("server is ready again"));
        stop(part);
    }

    @Test
    void leavesNothingBehind() throws IOException {
        var part = start("up");
        part.awaitReady(PATIENCE);
        var pidFile = folder.resolve("server.pid");
        assertThat(pidFile).content().startsWith(part.pid().getAsLong() + " ");
        var process = ProcessHandle.of(part.pid().getAsLong()).orElseThrow();

        stop(part);

        assertThat(process.isAlive()).isFalse();
        assertThat(Files.exists(pidFile)).isFalse();
    }

    @Test
    void mayBeStoppedBeforeItIsReady() {
        var part = Part.start(new Shell("up", "exec sleep 600", null), folder, folder, reports::add);

        stop(part);

        assertThat(part.pid()).isEmpty();
    }

    @Test
    void givesUpWhatNeverGetsReadyAndShowsTheEndOfItsLog() {
        var part = Part.start(new Shell("the disk is full", "exit 3", null), folder, folder, reports::add);

        assertThatThrownBy(() -> part.awaitReady(PATIENCE))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("server does not start")
                .hasMessageContaining("the disk is full");
        stop(part);
    }

    @Test
    void whatALauncherThatWasKilledLeftIsStopped() throws IOException {
        var process = new ProcessBuilder("sleep", "600").start();
        PidFile.of(folder, "server").write(process.toHandle());

        assertThat(Leftovers.stop(folder)).isEqualTo(1);

        assertThat(process.isAlive()).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aProcessThatOnlyGotTheNumberOfOursIsLeftAlone() throws IOException {
        var stranger = new ProcessBuilder("sleep", "600").start();
        Files.writeString(folder.resolve("server.pid"), stranger.pid() + " 1000\n");

        assertThat(Leftovers.stop(folder)).isZero();

        assertThat(stranger.isAlive()).isTrue();
        stranger.destroyForcibly();
    }

    @Test
    void theLogsOfTheRunsBeforeAreKept() throws IOException {
        for (int run = 1; run <= 4; run++) {
            var part = start("run " + run);
            part.awaitReady(PATIENCE);
            stop(part);
        }

        assertThat(folder.resolve("server.log")).content().contains("run 4");
        assertThat(folder.resolve("server.log.2")).content().contains("run 2");
        assertThat(folder.resolve("server.log.3")).doesNotExist();
    }

    @Test
    void waitsLongerEachTimeUntilARunWasGood() {
        var backoff = new Backoff();
        var shortRun = Duration.ofSeconds(1);

        assertThat(backoff.after(shortRun)).isEqualTo(Duration.ofMillis(250));
        assertThat(backoff.after(shortRun)).isEqualTo(Duration.ofMillis(500));
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.after(shortRun)).isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
        assertThat(backoff.after(Duration.ofMinutes(5))).isEqualTo(Duration.ofMillis(250));
    }

    private Part start(String words) {
        var server = new Shell(words, "exec sleep 600", folder.resolve("server.log"));
        return Part.start(server, folder, folder, reports::add);
    }

    private static void stop(Part part) {
        part.requestStop();
        part.awaitStopped();
    }

    /** A server that is a shell script: ready when its words are in the log, never when it has none. */
    private record Shell(
            String words, String then, @Nullable Path log) implements ForegroundServer {

        @Override
        public String name() {
            return "server";
        }

        @Override
        public void prepare() {}

        @Override
        public ServerCommand command() {
            return new ServerCommand(
                    List.of("sh", "-c", "echo '%s'; %s".formatted(words, then)),
                    Map.of(),
                    Path.of("").toAbsolutePath(),
                    StopSignal.TERMINATE);
        }

        @Override
        public boolean ready() {
            try {
                return log != null && Files.readString(log).contains(words);
            } catch (IOException e) {
                return false;
            }
        }
    }
}
