package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import org.jspecify.annotations.Nullable;

/// What the end of a session is to clients: perhaps an error of the process, and its exit. Pure.
///
/// @param error null when it ended as processes do
record Closing(
        @Nullable String error,
        @Nullable Integer code,
        @Nullable String signal) {

    static Closing of(Session session) {
        var end = session.end();
        return new Closing(error(session), end == null ? null : end.exitCode(), end == null ? null : end.signal());
    }

    private static @Nullable String error(Session session) {
        if (session.status() == SessionStatus.LOST) {
            return "the host was silent for too long; whether the process still runs is not known";
        }
        var end = session.end();
        if (session.status() != SessionStatus.FAILED_TO_START || end == null) {
            return null;
        }
        return end.reason() != null
                ? end.reason()
                : end.code() == null ? "the process did not start" : end.code().meaning();
    }

    /// Both members are always there, null where there is none.
    ObjectNode exit() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("code", code);
        json.put("signal", signal);
        return json;
    }
}
