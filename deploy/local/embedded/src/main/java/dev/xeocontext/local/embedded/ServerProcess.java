package dev.xeocontext.local.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
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

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks the process to finish, and returns at once. */
    public void requestStop() {
        switch (command.stopSignal()) {
            case TERMINATE -> process.destroy();
            case INTERRUPT -> interrupt();
        }
    }

    /** Blocks until the process has ended; kills it when it has not done so in time. */
    public void awaitEnd(Duration grace) {
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Blocks until the process has ended by itself. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** With no warning: SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ZERO);
    }

    private void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        } catch (IOException e) {
            throw new UncheckedIOException("kill is not on the PATH", e);
        }
    }
}
