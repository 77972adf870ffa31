package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.output.Details;
import dev.signalbox.cli.output.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Things as lines for people.
final class Describe {
    private Describe() {}

    static Details session(JsonNode session, Times times) {
        String status = Members.textOr(session, "status", "");
        JsonNode end = session.path("end");
        return new Details()
                .add("Session", Members.text(session, "id"))
                .add("Status", status + since(Members.text(session, "since", status), times))
                .add("Because", because(session))
                .add("Activity", Members.text(session, "activity"))
                .add("Agent", Members.text(session, "agentId"))
                .add("Provider", Members.text(session, "spec", "provider"))
                .add(
                        "Command",
                        Members.words(Members.at(session, "spec", "command")).replace(',', ' '))
                .add("Host", Members.text(session, "hostId"))
                .add("Directory", Members.text(session, "process", "cwd"))
                .add("Branch", Members.text(session, "process", "branch"))
                .add("Process", Members.text(session, "process", "pid"))
                .add("Task", Members.text(session, "taskId"))
                .add("Labels", pairs(Members.at(session, "spec", "labels")))
                .add("Ready", times.show(Members.text(session, "readyAt")))
                .add("Queue", Members.words(session.path("queue")))
                .add("Keyboard", Members.text(session, "writer", "principal"))
                .add("Native session", Members.text(session, "nativeSessionId"))
                .add("Usage", usage(session.path("usage")))
                .add("Exit code", Members.text(end, "exitCode"))
                .add("Signal", Members.text(end, "signal"))
                .add("Error", Members.text(end, "code"))
                .add("Reason", Members.text(end, "reason"))
                .add("Commit", Members.text(end, "workspace", "commit"))
                .add("Output", size(Members.text(end, "outBytes")))
                .add("Errors", size(wrote(Members.text(end, "errBytes"))))
                .add("Tail", "0".equals(Members.text(end, "exitCode")) ? null : Members.text(end, "tail"))
                .add("Resumes", Members.text(session, "spec", "resumes"))
                .add("Resumed by", Members.text(session, "resumedBy"));
    }

    static Details task(JsonNode task, Times times) {
        JsonNode result = task.path("result");
        Details details = new Details()
                .add("Task", Members.text(task, "id"))
                .add("Title", Members.text(task, "spec", "title"))
                .add("Status", Members.text(task, "status"))
                .add("Waits", Members.text(task, "waiting"))
                .add("Because", because(task))
                .add("Provider", Members.text(task, "spec", "provider"))
                .add("Instruction", Members.text(task, "spec", "instruction"))
                .add(
                        "Command",
                        Members.words(Members.at(task, "spec", "command")).replace(',', ' '))
                .add("Labels", pairs(Members.at(task, "spec", "labels")))
                .add("Created", times.show(Members.text(task, "createdAt")))
                .add("Ended", times.show(Members.text(task, "endedAt")));
        for (JsonNode attempt : task.path("attempts")) {
            details.add(
                    "Attempt " + attempt.path("number").asText(),
                    Members.textOr(attempt, "sessionId", "") + " " + Members.textOr(attempt, "outcome", "runs")
                            + (Members.text(attempt, "reason") == null ? "" : ": " + Members.text(attempt, "reason")));
        }
        return details.add("Reason", Members.text(task, "reason"))
                .add("Exit code", Members.text(result, "exitCode"))
                .add("Commit", Members.text(result, "workspace", "commit"))
                .add("Branch", Members.text(result, "workspace", "branch"))
                .add("Files", Members.words(Members.at(result, "workspace", "filesChanged")))
                .add("Usage", usage(result.path("usage")))
                .add("Result", Members.text(result, "text"))
                .add("Tail", Members.text(result, "text") == null ? Members.text(result, "tail") : null);
    }

    static Details host(JsonNode host, Times times) {
        Details details = new Details()
                .add("Host", Members.text(host, "id"))
                .add("Name", Members.text(host, "name"))
                .add("Status", Members.textOr(host, "status", "") + since(Members.text(host, "statusSince"), times))
                .add("Because", because(host))
                .add("Draining", host.path("draining").asBoolean() ? "yes" : null)
                .add("Labels", pairs(host.path("labels")))
                .add("Joined", times.show(Members.text(host, "joinedAt")))
                .add("System", Members.text(host, "fingerprint", "os"))
                .add("Version", Members.text(host, "fingerprint", "agentVersion"))
                .add("Capacity", Members.text(host, "fingerprint", "capacity"))
                .add("Directories", Members.words(Members.at(host, "fingerprint", "baseDirs")))
                .add("Sessions", Members.words(host.path("sessions")));
        for (JsonNode provider : Members.at(host, "fingerprint", "providers")) {
            details.add(
                    "Provider " + Members.textOr(provider, "name", ""),
                    (provider.path("usable").asBoolean() ? "usable" : "not usable")
                            + (Members.text(provider, "version") == null
                                    ? ""
                                    : ", " + Members.text(provider, "version"))
                            + (Members.text(provider, "detail") == null
                                    ? ""
                                    : ", " + Members.text(provider, "detail")));
        }
        return details;
    }

    static Details agent(JsonNode agent, Times times) {
        return new Details()
                .add("Agent", Members.text(agent, "id"))
                .add("Name", Members.text(agent, "profile", "name"))
                .add("Kind", Members.text(agent, "profile", "kind"))
                .add("Provider", Members.text(agent, "profile", "provider"))
                .add("Role", Members.text(agent, "profile", "role"))
                .add("Labels", pairs(Members.at(agent, "profile", "labels")))
                .add("Live session", Members.text(agent, "activeSession"))
                .add("Last session", Members.text(agent, "lastSession"))
                .add("Created", times.show(Members.text(agent, "createdAt")))
                .add("Updated", times.show(Members.text(agent, "updatedAt")));
    }

    /// The record that caused a state: its sentence, or what it was and where it stands.
    static @Nullable String because(JsonNode thing) {
        JsonNode cause = thing.path("cause");
        if (!cause.isObject()) {
            return null;
        }
        String why = Members.text(cause, "why");
        String who = Members.text(cause, "actor", "principal");
        return (why == null ? Members.textOr(cause, "what", "") : why)
                + (who == null ? "" : " by " + who)
                + " (" + Members.textOr(cause, "topic", "") + "/"
                + cause.path("partition").asText() + "@"
                + cause.path("offset").asText() + ")";
    }

    private static String since(@Nullable String time, Times times) {
        return time == null ? "" : times.relative() ? " for " + times.show(time) : " since " + time;
    }

    private static @Nullable String usage(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        String cost = Members.text(usage, "costUsd");
        return usage.path("inputTokens").asLong() + " in, "
                + usage.path("outputTokens").asLong() + " out" + (cost == null ? "" : ", $" + cost);
    }

    /// What is worth a line of its own.
    private static @Nullable String wrote(@Nullable String bytes) {
        return "0".equals(bytes) ? null : bytes;
    }

    private static @Nullable String size(@Nullable String bytes) {
        return bytes == null ? null : Times.size(Long.parseLong(bytes));
    }

    private static String pairs(JsonNode members) {
        List<String> pairs = new ArrayList<>();
        members.properties()
                .forEach(entry ->
                        pairs.add(entry.getKey() + "=" + entry.getValue().asText()));
        return String.join(" ", pairs);
    }
}
