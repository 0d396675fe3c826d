package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.xeocontext.contracts.op.OpReader;
import dev.xeocontext.sync.notice.Notice;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a notice of handoff is about; the state, which is most of it, is passed over.
 *
 * @param withinMs 0 unless a release is requested
 */
record NoticeHead(String type, UUID activityId, long version, long withinMs) {

    static final String EXPIRED = "handoff.expired";
    static final String RELEASE_REQUESTED = "handoff.release-requested";

    private static final String PREFIX = "{\"type\":\"handoff.";
    private static final JsonFactory JSON = new JsonFactory();

    /** Empty when it is about something else. */
    static Optional<NoticeHead> of(Notice notice) {
        if (!notice.frame().startsWith(PREFIX)) {
            return Optional.empty();
        }
        try (JsonParser frame = JSON.createParser(notice.frame())) {
            return read(frame);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<NoticeHead> read(JsonParser frame) throws IOException {
        String type = "";
        @Nullable UUID activityId = null;
        long version = 0;
        long withinMs = 0;
        frame.nextToken();
        while (frame.nextToken() == JsonToken.FIELD_NAME) {
            String name = frame.currentName();
            frame.nextToken();
            switch (name) {
                case "type" -> type = frame.getText();
                case "activityId" -> activityId = OpReader.uuid(frame.getText());
                case "version" -> version = frame.getLongValue();
                case "withinMs" -> withinMs = frame.getLongValue();
                default -> frame.skipChildren();
            }
        }
        return activityId == null ? Optional.empty() : Optional.of(new NoticeHead(type, activityId, version, withinMs));
    }
}
