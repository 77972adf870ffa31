package dev.signalbox.cli.verb;

import dev.signalbox.cli.follow.SessionEnd;
import dev.signalbox.cli.follow.Watching;
import dev.signalbox.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;

/// `signalbox session …`: what the shortcuts do not do.
@Command(
        name = "session",
        description = "Shows sessions, their inputs and their history.",
        synopsisSubcommandLabel = "VERB",
        footer = "%nShortcuts: run, ps, logs, attach, send, stop, resume.")
final class Sessions implements Verbs.Group {
    @Override
    public List<Verb> verbs(Invocation invocation) {
        return List.of(
                new Listing(
                        invocation,
                        Kind.SESSION,
                        "Lists sessions, live and ended, newest first.",
                        null,
                        List.of(
                                Filter.status("Statuses, or live, or ended."),
                                Filter.of("ACTIVITY", "WORKING, IDLE, NEEDS_APPROVAL, NEEDS_ANSWER.", "--activity"),
                                Filter.of("REF", "The attempts at this task.", "--task")
                                        .meaning(given -> invocation.reference(Kind.TASK, given)),
                                Filter.label("Sessions with this label; may be repeated."))),
                new Showing(invocation, Kind.SESSION, "Shows a session and why it is in its state."),
                new Waiting(
                        invocation,
                        Kind.SESSION,
                        "Waits for the end of a session: 0 when it ended with 0, else 7, in time 8.",
                        Watching::awaitSession,
                        session -> SessionEnd.of(session).exitCode(false)),
                new Parts(
                        invocation,
                        Kind.SESSION,
                        "inputs",
                        "Lists a session's prompts, newest first.",
                        Column.of("INPUT", "id"),
                        Column.of("STATUS", "status"),
                        Column.time("QUEUED", "queuedAt"),
                        Column.of("TEXT", "text")),
                new Parts(
                        invocation,
                        Kind.SESSION,
                        "history",
                        "Lists the events of a session, oldest first.",
                        Column.of("N", "n"),
                        Column.time("TIME", "cause", "at"),
                        Column.of("EVENT", "event", "type"),
                        new Column("BECAUSE", (event, _) -> Describe.because(event))));
    }
}
