package dev.xeocontext.local.stack.data;

import dev.xeocontext.local.stack.StartFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One stack per data folder. The lock belongs to the process: it is gone with it, even after kill -9. */
public final class DataLock implements AutoCloseable {

    private static final int MAX_PID_DIGITS = 20;

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or fails with a message that names the process that has it. */
    public static DataLock take(DataFolder folder) throws IOException {
        var file = folder.run().resolve("lock");
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            var holder = holder(channel);
            channel.close();
            throw taken(folder.root(), holder);
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(
                Long.toString(ProcessHandle.current().pid())));
        return new DataLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var content = ByteBuffer.allocate(MAX_PID_DIGITS);
        channel.read(content, 0);
        return StandardCharsets.US_ASCII.decode(content.flip()).toString();
    }

    private static StartFailed taken(Path root, String holder) {
        return new StartFailed("""
                XeoContext is already running on %s (process %s).
                Stop that one first (kill %s), or name another data folder: XEO_DATA=… ./xeo up""".formatted(root, holder, holder));
    }
}
