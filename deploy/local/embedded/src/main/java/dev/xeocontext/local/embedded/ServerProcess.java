package dev.xeocontext.local.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that runs as a child process. Safe to use from several threads. */
public final class ServerProcess {

    private final Process process;
    private final ServerCommand command;

    private ServerProcess(Process process, ServerCommand command) {
        this.process = process;
        this.command = command;
    }

    /** Starts the command; both of its streams are appended to the log. */
    public static ServerProcess start(ServerCommand command, Path log) throws IOException {
        var builder = new ProcessBuilder(command.arguments())
                .directory(command.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(command.environment());
        return new ServerProcess(builder.start(), command);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes when the process has ended, however it ended. */
    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks the process to finish, and kills it when it has not done so in time. Blocks until it is gone. */
    public void stop(Duration grace) {
        try {
            signal();
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void signal() throws InterruptedException {
        switch (command.stopSignal()) {
            case TERMINATE -> process.destroy();
            case INTERRUPT -> interrupt();
        }
    }

    private void interrupt() throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("kill is not on the PATH", e);
        }
    }
}
