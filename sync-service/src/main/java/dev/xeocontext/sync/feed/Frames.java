package dev.xeocontext.sync.feed;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.LogEntry;
import dev.xeocontext.sync.log.StoredRecord;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The frames that carry events and records, put together from JSON text that was written once. They are the messages of
 * {@link dev.xeocontext.contracts.sync.ServerMessage}, which the tests read them back as.
 */
public final class Frames {

    private Frames() {}

    /** @param events items of a JSON array */
    static String delta(String sub, UUID storeId, long from, long to, String cursor, String events) {
        StringBuilder json = new StringBuilder(events.length() + 300);
        json.append("{\"type\":\"delta\",\"sub\":");
        appendText(json, sub).append(",\"storeId\":\"").append(storeId);
        json.append("\",\"from\":").append(from).append(",\"to\":").append(to);
        json.append(",\"cursor\":\"").append(cursor).append("\",\"events\":[");
        return json.append(events).append("]}").toString();
    }

    /** A page of records; the last one has a cursor instead of {@code next}. */
    static String snapshot(
            String sub,
            @Nullable String ref,
            UUID storeId,
            long asOf,
            boolean full,
            List<StoredRecord> records,
            @Nullable String next,
            @Nullable String cursor) {
        StringBuilder json = new StringBuilder(400 + 400 * records.size());
        json.append("{\"type\":\"snapshot\",\"sub\":");
        appendText(json, sub);
        if (ref != null) {
            appendText(json.append(",\"ref\":"), ref);
        }
        json.append(",\"storeId\":\"").append(storeId).append("\",\"asOf\":").append(asOf);
        json.append(",\"full\":").append(full).append(",\"records\":[");
        String separator = "";
        for (StoredRecord record : records) {
            appendRecord(json.append(separator), record);
            separator = ",";
        }
        json.append(']');
        if (next != null) {
            json.append(",\"next\":\"").append(next).append('"');
        }
        if (cursor != null) {
            json.append(",\"cursor\":\"").append(cursor).append('"');
        }
        return json.append('}').toString();
    }

    /**
     * A page of records that were asked for by their ids.
     *
     * @param next the last record of a page that others follow
     */
    public static String fetched(
            @Nullable String ref, UUID storeId, long asOf, List<StoredRecord> records, @Nullable String next) {
        StringBuilder json = new StringBuilder(200 + 400 * records.size());
        json.append("{\"type\":\"snapshot\"");
        if (ref != null) {
            appendText(json.append(",\"ref\":"), ref);
        }
        json.append(",\"storeId\":\"").append(storeId).append("\",\"asOf\":").append(asOf);
        json.append(",\"full\":false,\"records\":[");
        String separator = "";
        for (StoredRecord record : records) {
            appendRecord(json.append(separator), record);
            separator = ",";
        }
        json.append(']');
        if (next != null) {
            json.append(",\"next\":\"").append(next).append('"');
        }
        return json.append('}').toString();
    }

    static void appendEvent(StringBuilder json, LogEntry entry) {
        Change change = entry.change();
        appendHead(json, entry, name(change.kind()));
        json.append(",\"changed\":").append(change.changed());
        json.append(",\"clocks\":").append(change.clocks());
        appendDeletion(json, change.deleted());
        appendOrigin(json, change);
    }

    /** The event that made a record which is wanted: the whole record. */
    static void appendEnter(StringBuilder json, LogEntry entry) {
        Change change = entry.change();
        appendEnter(json, entry, change.changed(), change.clocks(), change.deleted());
    }

    /** A record that is wanted from an event on, as it stands. */
    static void appendEnter(StringBuilder json, LogEntry entry, StoredRecord record) {
        appendEnter(json, entry, record.fields(), record.clocks(), record.deleted());
    }

    private static void appendEnter(
            StringBuilder json, LogEntry entry, String fields, String clocks, @Nullable Deletion deleted) {
        appendHead(json, entry, "enter");
        json.append(",\"fields\":").append(fields).append(",\"clocks\":").append(clocks);
        appendDeletion(json, deleted);
        appendOrigin(json, entry.change());
    }

    /** A record that is not wanted from an event on. */
    static void appendLeave(StringBuilder json, LogEntry entry) {
        appendHead(json, entry, "leave");
        appendOrigin(json, entry.change());
    }

    private static void appendHead(StringBuilder json, LogEntry entry, String kind) {
        json.append("{\"seq\":").append(entry.seq()).append(",\"collection\":");
        appendText(json, entry.change().collection());
        json.append(",\"id\":\"").append(entry.change().id());
        json.append("\",\"kind\":\"").append(kind).append('"');
    }

    private static void appendOrigin(StringBuilder json, Change change) {
        appendId(json, "opId", change.opId());
        appendId(json, "deviceId", change.deviceId());
        json.append('}');
    }

    private static void appendRecord(StringBuilder json, StoredRecord record) {
        json.append("{\"collection\":");
        appendText(json, record.collection()).append(",\"id\":\"").append(record.id());
        json.append("\",\"fields\":").append(record.fields());
        json.append(",\"clocks\":").append(record.clocks());
        appendDeletion(json, record.deleted());
        json.append('}');
    }

    private static String name(OpKind kind) {
        return switch (kind) {
            case PUT -> "put";
            case DELETE -> "delete";
            case RESTORE -> "restore";
        };
    }

    private static void appendDeletion(StringBuilder json, @Nullable Deletion deletion) {
        if (deletion != null) {
            json.append(",\"deleted\":{\"value\":").append(deletion.value());
            json.append(",\"clock\":\"").append(deletion.clock()).append("\"}");
        }
    }

    private static void appendId(StringBuilder json, String name, @Nullable UUID id) {
        if (id != null) {
            json.append(",\"").append(name).append("\":\"").append(id).append('"');
        }
    }

    private static StringBuilder appendText(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"');
    }
}
