package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.console.ExitCode;

/// How a session ended, from the end event of its output.
public record SessionEnd(JsonNode event) {

    /// The end of a session as the session itself tells it.
    public static SessionEnd of(JsonNode session) {
        ObjectNode event = Api.object().put("status", session.path("status").asText());
        if (session.path("end") instanceof ObjectNode end) {
            event.setAll(end);
        }
        return new SessionEnd(event);
    }

    /// One line for people.
    public String line(String sessionId) {
        StringBuilder line = new StringBuilder("session ")
                .append(sessionId)
                .append(": ")
                .append(Members.textOr(event, "status", "ended"));
        append(line, " exit code ", "exitCode");
        append(line, " signal ", "signal");
        append(line, " ", "code");
        append(line, ": ", "reason");
        if (event.has("proven") && !event.path("proven").asBoolean()) {
            line.append(" (without proof)");
        }
        if (event.has("complete") && !event.path("complete").asBoolean()) {
            line.append(" (its output is not complete)");
        }
        return line.toString();
    }

    boolean neverStarted() {
        return Members.textOr(event, "status", "").equals("FAILED_TO_START");
    }

    /// @param ofProcess whether the process's own code is wanted
    public int exitCode(boolean ofProcess) {
        Integer code = Members.integer(event, "exitCode");
        if (ofProcess && code != null) {
            return code;
        }
        String status = Members.textOr(event, "status", "");
        boolean well = (status.equals("ENDED") && code != null && code == 0) || status.equals("SUSPENDED");
        return well ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
    }

    private void append(StringBuilder line, String before, String member) {
        String value = Members.text(event, member);
        if (value != null) {
            line.append(before).append(value);
        }
    }
}
