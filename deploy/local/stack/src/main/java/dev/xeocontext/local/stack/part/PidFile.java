package dev.xeocontext.local.stack.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A process on file. Its start is noted too, because the kernel gives numbers of dead processes to others. */
record PidFile(Path path) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    static PidFile of(Path folder, String name) {
        return new PidFile(folder.resolve(name + ".pid"));
    }

    void write(ProcessHandle process) throws IOException {
        var started = process.info().startInstant().orElse(Instant.EPOCH);
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(fresh, "%d %d%n".formatted(process.pid(), started.toEpochMilli()));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /** The noted process, if that very one still runs. */
    Optional<ProcessHandle> running() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        var numbers = Files.readString(path).strip().split(" ", 2);
        if (numbers.length != 2) {
            return Optional.empty();
        }
        var started = Instant.ofEpochMilli(Long.parseLong(numbers[1]));
        return ProcessHandle.of(Long.parseLong(numbers[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().startInstant().stream().anyMatch(start -> near(start, started)));
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(CLOCK_TOLERANCE) <= 0;
    }
}
