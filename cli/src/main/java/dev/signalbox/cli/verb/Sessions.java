package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.follow.SessionEnd;
import dev.signalbox.cli.follow.View;
import dev.signalbox.cli.output.Printer;
import dev.signalbox.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox session …`: what the shortcuts do not do.
@Command(
        name = "session",
        description = "Shows sessions, their inputs and their history.",
        synopsisSubcommandLabel = "VERB",
        footer = "%nShortcuts: run, ps, logs, attach, send, stop, resume.")
final class Sessions {
    private Sessions() {}

    static Object group() {
        return new Sessions();
    }

    static List<Object> verbs(Invocation invocation) {
        return List.of(
                new ListSessions(invocation),
                new Get(invocation),
                new Wait(invocation),
                new Inputs(invocation),
                new History(invocation));
    }

    /// What names one session.
    static final class Named {
        @Parameters(paramLabel = "SESSION", description = "Id, unique prefix or @last.")
        String session = "";

        String ref(Invocation invocation) {
            return invocation.reference("session", session);
        }
    }

    @Command(name = "list", description = "Lists sessions, live and ended, newest first.")
    static final class ListSessions extends Verb {
        @Option(names = "--status", paramLabel = "STATUS[,STATUS…]", description = "Statuses, or live, or ended.")
        @Nullable
        String status;

        @Option(names = "--task", paramLabel = "REF", description = "The attempts at this task.")
        @Nullable
        String task;

        @Option(
                names = "--activity",
                paramLabel = "ACTIVITY",
                description = "WORKING, IDLE, NEEDS_APPROVAL, NEEDS_ANSWER.")
        @Nullable
        String activity;

        @Option(
                names = {"-l", "--label"},
                paramLabel = "NAME=VALUE",
                description = "Sessions with this label; may be repeated.")
        List<String> labels = new ArrayList<>();

        @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
        int limit = 50;

        ListSessions(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            String taskId = task == null ? null : invocation.reference("task", task);
            Lists.sessions(
                    invocation,
                    Lists.get(
                            api(),
                            "sessions",
                            limit,
                            labels,
                            route -> route.with("status", status)
                                    .with("activity", activity)
                                    .with("task", taskId)));
            return ExitCode.OK;
        }
    }

    @Command(name = "get", description = "Shows a session and why it is in its state.")
    static final class Get extends Verb {
        @Mixin
        Named named = new Named();

        Get(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer();
            JsonNode session = api().get(Route.of("sessions", named.ref(invocation)));
            printer.one(session, () -> Describe.session(session, printer.times()));
            return ExitCode.OK;
        }
    }

    @Command(name = "wait", description = "Waits for the end of a session: 0 when it ended with 0, else 7, in time 8.")
    static final class Wait extends Verb {
        @Mixin
        Named named = new Named();

        @Option(
                names = "--timeout",
                paramLabel = "DURATION",
                description = "How long to wait. Default: as long as it takes.")
        @Nullable
        String timeout;

        Wait(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer();
            JsonNode session = watching(View.auto, false)
                    .awaitSession(
                            named.ref(invocation), timeout == null ? null : Invocation.duration("--timeout", timeout));
            printer.one(session, () -> Describe.session(session, printer.times()));
            return SessionEnd.of(session).exitCode(false);
        }
    }

    @Command(name = "inputs", description = "Lists a session's prompts, newest first.")
    static final class Inputs extends Verb {
        @Mixin
        Named named = new Named();

        Inputs(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer();
            Table table = new Table("INPUT", "STATUS", "QUEUED", "TEXT");
            printer.page(
                    api().get(Route.of("sessions", named.ref(invocation), "inputs")
                            .with("limit", 500)),
                    table,
                    item -> table.row(
                            Members.text(item, "id"),
                            Members.text(item, "status"),
                            printer.times().show(Members.text(item, "queuedAt")),
                            Members.text(item, "text")));
            return ExitCode.OK;
        }
    }

    @Command(name = "history", description = "Lists the events of a session, oldest first.")
    static final class History extends Verb {
        @Mixin
        Named named = new Named();

        History(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer();
            Table table = new Table("N", "TIME", "EVENT", "BECAUSE");
            printer.page(
                    api().get(Route.of("sessions", named.ref(invocation), "history")
                            .with("limit", 500)),
                    table,
                    event -> table.row(
                            Members.text(event, "n"),
                            printer.times().show(Members.text(event, "cause", "at")),
                            Members.text(event, "event", "type"),
                            Describe.because(event)));
            return ExitCode.OK;
        }
    }
}
