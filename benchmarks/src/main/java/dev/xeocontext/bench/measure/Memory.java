package dev.xeocontext.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a JVM holds after a full collection.
 *
 * @param residentBytes its share of physical memory (PSS); 0 where the system doesn't tell
 * @param liveBytes of objects that are reachable
 */
public record Memory(long residentBytes, long liveBytes) {

    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final int BYTES_PER_KIB = 1024;

    /** Collects twice, so that what the first one finalizes is gone, and reads. */
    public static Memory afterCollection(long pid) throws IOException {
        jcmd(pid, "GC.run");
        var histogram = jcmd(pid, "GC.class_histogram");
        return new Memory(resident(pid), first(TOTAL, histogram));
    }

    private static long resident(long pid) throws IOException {
        var rollup = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        return Files.isReadable(rollup) ? first(PSS, Files.readString(rollup)) * BYTES_PER_KIB : 0;
    }

    static long first(Pattern number, String text) throws IOException {
        var found = number.matcher(text);
        if (!found.find()) {
            throw new IOException(
                    "no " + number + " in " + text.lines().limit(5).toList());
        }
        return Long.parseLong(found.group(1));
    }

    private static String jcmd(long pid, String command) throws IOException {
        var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(List.of(program, Long.toString(pid), command))
                .redirectErrorStream(true)
                .start();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
