package dev.xeocontext.sync.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the source says about a record and its components: said once, there, and repeated in the document. */
final class Javadocs {

    private static final Path SOURCES = Path.of("..", "shared-contracts", "contracts", "src", "main", "java");
    private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*";
    private static final String ANNOTATIONS = "(?:@\\w[\\w.]*(?:\\((?:[^()]|\\([^()]*\\))*\\))?\\s*)*";
    private static final Pattern TYPE = Pattern.compile(
            COMMENT + ANNOTATIONS + "(?:public\\s+|sealed\\s+|static\\s+)*(?:record|interface|enum)\\s+(\\w+)",
            Pattern.DOTALL);
    private static final Pattern CONSTANT = Pattern.compile("\\s*\\(?\\{@value[^}]*}\\)?");
    private static final Pattern INLINE = Pattern.compile("\\{@\\w+\\s+([^}]*)}");

    private final Map<Path, Map<String, String>> byFile = new HashMap<>();

    /** The first paragraph; {@code null} when there is none. */
    @Nullable
    String of(Class<?> type) {
        String comment = comment(type);
        if (comment == null) {
            return null;
        }
        String text = plain(comment.split("@param|<p>", 2)[0]);
        return text.isEmpty() ? null : text;
    }

    @Nullable
    String of(Class<?> type, String component) {
        String comment = comment(type);
        if (comment == null) {
            return null;
        }
        return Arrays.stream(comment.split("@param\\s+"))
                .skip(1)
                .filter(tag -> tag.startsWith(component + ' '))
                .map(tag -> plain(tag.substring(component.length())))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String comment(Class<?> type) {
        Class<?> outermost = type.getNestHost();
        Path file = SOURCES.resolve(outermost.getName().replace('.', '/') + ".java");
        return byFile.computeIfAbsent(file, Javadocs::comments).get(type.getSimpleName());
    }

    private static Map<String, String> comments(Path file) {
        Map<String, String> comments = new HashMap<>();
        try {
            Matcher types = TYPE.matcher(Files.readString(file));
            while (types.find()) {
                comments.put(types.group(2), types.group(1).replaceAll("\\R\\s*\\*", "\n"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return comments;
    }

    private static String plain(String javadoc) {
        String named = CONSTANT.matcher(javadoc).replaceAll("");
        String text = INLINE.matcher(named).replaceAll("$1");
        return text.replaceAll("\\s+", " ").strip();
    }
}
