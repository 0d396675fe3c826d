package dev.xeocontext.local.stack.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes of a launcher that was killed: they go on by themselves, and would hold ports and data of a new stack. */
public final class Leftovers {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private Leftovers() {}

    /** Stops all that the pid files name, and returns how many there were. */
    public static int stop(Path folder) throws IOException {
        var processes = new ArrayList<ProcessHandle>();
        for (var file : pidFiles(folder)) {
            file.running().ifPresent(processes::add);
        }
        processes.forEach(ProcessHandle::destroy);
        processes.forEach(Leftovers::awaitEnd);
        for (var file : pidFiles(folder)) {
            file.delete();
        }
        return processes.size();
    }

    private static List<PidFile> pidFiles(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.pid")) {
            var found = new ArrayList<PidFile>();
            files.forEach(file -> found.add(new PidFile(file)));
            return found;
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
