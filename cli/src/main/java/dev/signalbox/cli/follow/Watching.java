package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.console.Notices;
import dev.signalbox.cli.console.OutputFormat;
import java.io.PrintStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches a session or a task to its end, and tells how it ended.
public final class Watching {
    private static final Set<String> ENDED_TASK = Set.of("COMPLETED", "FAILED", "TIMED_OUT", "CANCELED");
    private static final Duration SHORT_WAIT = Duration.ofMillis(300);
    private static final Duration LONG_WAIT = Duration.ofSeconds(20);

    private final Api api;
    private final PrintStream out;
    private final Notices notices;
    private final OutputFormat format;
    private final View view;
    private final boolean codeOfProcess;

    /// @param codeOfProcess whether the exit code is to be the process's own
    public Watching(Api api, PrintStream out, Notices notices, OutputFormat format, View view, boolean codeOfProcess) {
        this.api = api;
        this.out = out;
        this.notices = notices;
        this.format = format;
        this.view = view;
        this.codeOfProcess = codeOfProcess;
    }

    /// What of the output is wanted.
    ///
    /// @param from a cursor, `start`, `end`, or null for the start
    /// @param stream `out`, `err`, or null for both
    public record Part(
            @Nullable String from,
            @Nullable String since,
            @Nullable String stream,
            boolean follow,
            boolean thoughts) {
        public static final Part ALL = new Part(null, null, null, true, false);

        /// Whether it begins within one session: a cursor is of one, and `end` is of the newest.
        boolean begun() {
            return from != null && !from.equals("start");
        }

        Part fromStart() {
            return new Part(null, since, stream, follow, thoughts);
        }
    }

    /// Shows a session's output.
    ///
    /// @param session the answer of the API
    /// @return the exit code
    public int session(JsonNode session, Part part) {
        String id = Members.textOr(session, "id", "");
        SessionEnd end = show(session, id, part);
        if (end == null || !part.follow()) {
            return ExitCode.OK;
        }
        tell(id, end);
        return end.exitCode(codeOfProcess);
    }

    /// How it ended; where there never was a process, also what was said about it.
    private void tell(String sessionId, SessionEnd end) {
        notices.say(end.line(sessionId));
        if (end.neverStarted()) {
            String tail = Members.text(api.get(Route.of("sessions", sessionId)), "end", "tail");
            if (tail != null) {
                notices.say(tail.stripTrailing());
            }
        }
    }

    /// Shows the output of each attempt at a task as it comes, and then the result. What begins within a session begins
    /// with the newest attempt.
    public int task(String taskId, Part part) {
        int shown = -1;
        String told = "";
        while (true) {
            JsonNode task = api.get(Route.of("tasks", taskId));
            JsonNode attempts = task.path("attempts");
            Part wanted = shown < 0 ? part : part.fromStart();
            shown = shown < 0 ? part.begun() ? Math.max(0, attempts.size() - 1) : 0 : shown;
            if (attempts.size() > shown) {
                JsonNode attempt = attempts.get(shown++);
                String sessionId = Members.textOr(attempt, "sessionId", "");
                notices.say("task " + taskId + ": attempt " + shown + " in session " + sessionId);
                attempt(sessionId, wanted);
            } else if (ended(task)) {
                return finish(taskId, task);
            } else {
                String waiting = Members.text(task, "waiting");
                if (waiting != null && !waiting.equals(told)) {
                    notices.say("task " + taskId + " waits: " + waiting);
                    told = waiting;
                }
                api.get(Route.of("tasks", taskId).with("wait", SHORT_WAIT), SHORT_WAIT);
            }
        }
    }

    /// Sessions are forgotten before their tasks are, whose results stay.
    private void attempt(String sessionId, Part part) {
        JsonNode session;
        try {
            session = api.get(Route.of("sessions", sessionId));
        } catch (CliException e) {
            if (e.exitCode() != ExitCode.NOT_FOUND) {
                throw e;
            }
            notices.say("session " + sessionId + " ended so long ago that it was forgotten, with its output");
            return;
        }
        SessionEnd end = show(session, sessionId, part);
        if (end != null) {
            tell(sessionId, end);
        }
    }

    /// Waits for the end of a task.
    ///
    /// @param limit null: as long as it takes
    /// @return the task as it ended
    public JsonNode awaitTask(String taskId, @Nullable Duration limit) {
        return await("tasks", taskId, limit);
    }

    /// Waits for the end of a session.
    public JsonNode awaitSession(String sessionId, @Nullable Duration limit) {
        return await("sessions", sessionId, limit);
    }

    public static boolean ended(JsonNode task) {
        return ENDED_TASK.contains(task.path("status").asText());
    }

    /// The exit code that the end of a task is.
    public static int codeOf(JsonNode task) {
        return task.path("status").asText().equals("COMPLETED") ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
    }

    private JsonNode await(String kind, String id, @Nullable Duration limit) {
        long began = System.nanoTime();
        while (true) {
            Duration left = limit == null ? LONG_WAIT : limit.minusNanos(System.nanoTime() - began);
            Duration wait = left.compareTo(LONG_WAIT) < 0 ? left : LONG_WAIT;
            Duration asked = wait.isNegative() ? Duration.ZERO : wait.truncatedTo(ChronoUnit.MILLIS);
            JsonNode thing = api.get(Route.of(kind, id).with("wait", asked), asked);
            boolean over = kind.equals("tasks")
                    ? ended(thing)
                    : Set.of("ENDED", "FAILED_TO_START", "SUSPENDED", "LOST")
                            .contains(thing.path("status").asText());
            if (over) {
                return thing;
            }
            if (limit != null && System.nanoTime() - began >= limit.toNanos()) {
                throw CliException.pending(
                        id + " is still " + thing.path("status").asText() + " after " + limit, null);
            }
        }
    }

    private @Nullable SessionEnd show(JsonNode session, String id, Part part) {
        View shown = view.of(
                Members.at(session, "spec", "provider").asText(),
                Members.at(session, "spec", "interactive").asBoolean());
        String items = format != OutputFormat.table ? "true" : shown == View.items ? "only" : "false";
        OutputSink sink = shown.sink(format, out, notices, part.stream(), part.thoughts(), view == View.bytes);
        OutputFollower.Wish wish =
                new OutputFollower.Wish(id, part.from(), part.since(), part.stream(), items, part.follow());
        SessionEnd end = new OutputFollower(api, notices).follow(wish, sink);
        if (sink instanceof JsonSink json) {
            json.finish();
        }
        return end;
    }

    private int finish(String taskId, JsonNode task) {
        String commit = Members.text(task, "result", "workspace", "commit");
        notices.say("task " + taskId + ": " + task.path("status").asText()
                + (Members.text(task, "reason") == null ? "" : ", " + Members.text(task, "reason"))
                + (commit == null ? "" : ", commit " + commit));
        if (format == OutputFormat.jsonl) {
            out.println(Api.object().put("type", "task").set("task", task));
            out.flush();
        }
        Integer code = Members.integer(task, "result", "exitCode");
        return codeOfProcess && code != null ? code : codeOf(task);
    }
}
