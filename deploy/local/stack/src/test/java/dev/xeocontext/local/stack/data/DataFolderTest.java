package dev.xeocontext.local.stack.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.local.stack.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path parent;

    @Test
    void secretsAreMadeOnceAndForTheirOwnerOnly() throws IOException {
        var folder = DataFolder.open(parent.resolve("data"));

        var made = Secrets.of(folder, new SecureRandom());
        var kept = Secrets.of(folder, new SecureRandom());

        assertThat(kept).isEqualTo(made);
        assertThat(made.toString()).doesNotContain(made.key()).doesNotContain(made.internal());
        assertThat(permissions(folder.secrets())).isEqualTo("rw-------");
        assertThat(permissions(folder.root())).isEqualTo("rwx------");
    }

    @Test
    void twoFoldersHaveDifferentSecrets() throws IOException {
        var one = Secrets.of(DataFolder.open(parent.resolve("one")), new SecureRandom());
        var other = Secrets.of(DataFolder.open(parent.resolve("other")), new SecureRandom());

        assertThat(one.key()).isNotEqualTo(other.key());
        assertThat(one.credentials()).isNotEqualTo(other.credentials());
    }

    @Test
    void aFolderHasOneStackAtATime() throws IOException {
        var folder = DataFolder.open(parent.resolve("data"));
        try (var lock = DataLock.take(folder)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> DataLock.take(folder))
                    .isInstanceOf(StartFailed.class)
                    .hasMessageContaining("already running")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
                    .hasMessageContaining("XEO_DATA");
        }
        DataLock.take(folder).close();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
