package dev.xeocontext.local.stack.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log of a part. The logs of the two runs before are kept beside it. */
record LogFile(Path path) {

    private static final int KEPT = 2;

    static LogFile of(Path folder, String name) {
        return new LogFile(folder.resolve(name + ".log"));
    }

    void rotate() throws IOException {
        for (int age = KEPT; age > 0; age--) {
            var younger = age == 1 ? path : aged(age - 1);
            if (Files.exists(younger)) {
                Files.move(younger, aged(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    List<String> lastLines(int count) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        var lines = Files.readAllLines(path);
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private Path aged(int age) {
        return path.resolveSibling(path.getFileName() + "." + age);
    }
}
