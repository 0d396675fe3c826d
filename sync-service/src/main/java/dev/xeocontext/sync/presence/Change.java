package dev.xeocontext.sync.presence;

import dev.xeocontext.sync.notice.Audience;
import dev.xeocontext.sync.notice.Notice;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that becomes of a device, for {@code presence.lua}.
 *
 * @param arrival of its socket; {@code null} when it is about none
 * @param state JSON; of {@link Act#FORGET}, the entry as it was read
 */
record Change(
        Act act,
        UUID storeId,
        UUID deviceId,
        @Nullable UUID arrival,
        @Nullable String name,
        @Nullable String platform,
        @Nullable String state) {

    enum Act {
        /** It is connected. */
        HERE,
        /** It is connected, and at this. */
        TELL,
        /** It is no longer connected. */
        LEAVE,
        /** It is called something else. */
        RENAME,
        /** Nothing was heard of it for long. */
        FORGET
    }

    private static final String KEY = "xeo:presence:{";

    /** The hash that is about the devices of a store. */
    static String key(UUID storeId) {
        return KEY + storeId + '}';
    }

    static Change rename(UUID storeId, UUID deviceId, String name) {
        return new Change(Act.RENAME, storeId, deviceId, null, name, null, null);
    }

    static Change forget(UUID storeId, UUID deviceId, String entry) {
        return new Change(Act.FORGET, storeId, deviceId, null, null, null, entry);
    }

    /** @param script the digest by which Redis knows it */
    Request request(String script, PresenceConfig config) {
        Notice notice = new Notice(storeId, audience(), "");
        return Request.cmd(Command.EVALSHA)
                .arg(script)
                .arg(1)
                .arg(key(storeId))
                .arg(act.name().toLowerCase(Locale.ROOT))
                .arg(storeId.toString())
                .arg(deviceId.toString())
                .arg(arrival == null ? "" : arrival.toString())
                .arg(orEmpty(name))
                .arg(orEmpty(platform))
                .arg(orEmpty(state))
                .arg(config.holds().toMillis())
                .arg(config.stateHolds().toMillis())
                .arg(notice.channel())
                .arg(notice.text());
    }

    /** A device is told what it is called; everything else of itself it knows. */
    private Audience audience() {
        return act == Act.RENAME ? new Audience.Everyone() : new Audience.Others(deviceId);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
