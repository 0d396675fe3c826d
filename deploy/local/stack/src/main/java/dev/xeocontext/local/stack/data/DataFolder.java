package dev.xeocontext.local.stack.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of one local stack ({@code .xeo}), for the eyes of its owner only. */
public record DataFolder(Path root) {

    /** Creates what is missing. */
    public static DataFolder open(Path root) throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        var folder = new DataFolder(root);
        Files.createDirectories(folder.run());
        Files.createDirectories(folder.logs());
        return folder;
    }

    /** Pid files, the lock, and the ports in use: of interest while the stack runs. */
    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("log");
    }

    /** Programs that are unpacked from jars; may be deleted while the stack is down. */
    public Path programs() {
        return root.resolve("programs");
    }

    Path secrets() {
        return root.resolve("secrets");
    }
}
