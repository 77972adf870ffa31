package dev.signalbox.api.dialect.neolith;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a daemon says of itself with a heartbeat.
///
/// @param sessionId the session that it is of; empty: that of the token
/// @param activity active, idle or busy
/// @param metrics those that are known; null: it says none
record Heartbeat(
        String sessionId, String activity, @Nullable Map<String, Object> metrics) {
    private static final int MAX_TIME = 64;
    private static final List<String> NUMBERS = List.of(
            "memoryUsageMB",
            "cpuUsagePercent",
            "activeConnections",
            "messagesProcessed",
            "errorsCount",
            "uptimeSeconds",
            "queueDepth");

    /// Without a body, or with one that is no JSON, all is as it is by default. Members that nobody knows are passed
    /// over, in the metrics too; one that is known and has a wrong value is refused, whatever else there is.
    ///
    /// @throws dev.signalbox.api.core.RefusedException INVALID_REQUEST with all that is wrong
    static Heartbeat of(byte[] body) {
        Fields fields = Fields.lenient(body);
        String sessionId = fields.optionalText("sessionId");
        String activity = fields.optionalOneOf("status", List.of("active", "idle", "busy"));
        Map<String, Object> metrics = metrics(fields);
        fields.check();
        return new Heartbeat(sessionId == null ? "" : sessionId, activity == null ? "active" : activity, metrics);
    }

    private static @Nullable Map<String, Object> metrics(Fields fields) {
        Map<String, Object> said = fields.optionalObject("metrics");
        if (said == null) {
            return null;
        }
        Map<String, Object> known = new LinkedHashMap<>();
        for (String name : NUMBERS) {
            if (said.containsKey(name)) {
                if (said.get(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
                    known.put(name, number);
                } else {
                    fields.say("metrics." + name, "must be a number");
                }
            }
        }
        if (said.containsKey("lastTaskCompletedAt")) {
            if (said.get("lastTaskCompletedAt") instanceof String text && text.length() <= MAX_TIME) {
                known.put("lastTaskCompletedAt", text);
            } else {
                fields.say("metrics.lastTaskCompletedAt", "must be text of at most " + MAX_TIME + " characters");
            }
        }
        return known;
    }
}
