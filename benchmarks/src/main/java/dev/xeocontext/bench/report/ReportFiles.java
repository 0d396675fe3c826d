package dev.xeocontext.bench.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report on disk: JSON, and the table beside it. */
public final class ReportFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportFiles() {}

    /** Writes both, and returns the table's file: the same name, ending in {@code .md}. */
    public static Path write(Report report, Path file) throws IOException {
        var absolute = file.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        JSON.writeValue(absolute.toFile(), report);
        var name = absolute.getFileName().toString();
        var table =
                absolute.resolveSibling((name.endsWith(".json") ? name.substring(0, name.length() - 5) : name) + ".md");
        Files.writeString(table, Tables.of(report));
        return table;
    }
}
