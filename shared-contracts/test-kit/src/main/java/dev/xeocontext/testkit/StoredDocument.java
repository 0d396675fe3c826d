package dev.xeocontext.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A generated document that is kept under version control, so that a change of it is seen and not just made. */
public final class StoredDocument {

    private static final String REWRITE = "xeo.documents.rewrite";

    private StoredDocument() {}

    /**
     * Fails when the stored document is not the generated one. Run with {@code -Dxeo.test.args=-Dxeo.documents.rewrite=true}
     * to store the new one.
     *
     * @param stored relative to the module
     */
    public static void assertCurrent(Path stored, String generated) {
        try {
            if (Boolean.getBoolean(REWRITE)) {
                Files.writeString(stored, generated);
            }
            if (!Files.exists(stored) || !Files.readString(stored).equals(generated)) {
                throw new AssertionError("%s is not what the code says now; if the change is meant, run the test with "
                        .formatted(stored)
                        .concat("-Dxeo.test.args=-D" + REWRITE + "=true and commit the file"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
