package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.follow.View;
import dev.signalbox.cli.follow.Watching;
import dev.signalbox.cli.output.Printer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox task …`: delegated work.
@Command(name = "task", description = "Delegates work and follows it.", synopsisSubcommandLabel = "VERB")
final class Tasks {
    private Tasks() {}

    static Object group() {
        return new Tasks();
    }

    static List<Object> verbs(Invocation invocation) {
        return List.of(
                new Create(invocation),
                new ListTasks(invocation),
                new Get(invocation),
                new Wait(invocation),
                new TaskLogs(invocation),
                new Cancel(invocation),
                new Retry(invocation));
    }

    /// What names one task.
    static final class Named {
        @Parameters(paramLabel = "TASK", description = "Id, unique prefix or @last.")
        String task = "";

        String ref(Invocation invocation) {
            return invocation.reference("task", task);
        }
    }

    @Command(name = "create", description = "Delegates a task, and prints its id.")
    static final class Create extends Verb {
        @Spec
        CommandSpec spec = CommandSpec.create();

        @Mixin
        Work work = new Work();

        @Mixin
        TaskTerms terms = new TaskTerms();

        Create(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            ObjectNode body = Work.body();
            String prompt = work.describe(
                    body, Work.afterDashes(spec.commandLine().getParseResult().originalArgs()), invocation.around());
            if (prompt != null) {
                body.put("instruction", prompt);
            }
            terms.describe(body);
            JsonNode made = api().post(Route.of("tasks"), body);
            String id = id(made);
            invocation.remember("task", id);
            invocation.printer().made(id, made);
            invocation.notices().hint("Next: signalbox task wait " + id + "   signalbox task logs -f " + id);
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "Lists tasks, newest first.")
    static final class ListTasks extends Verb {
        @Option(names = "--status", paramLabel = "STATUS[,STATUS…]", description = "Statuses, or open, or ended.")
        @Nullable
        String status;

        @Option(
                names = {"-p", "--provider"},
                paramLabel = "NAME",
                description = "Tasks for this provider.")
        @Nullable
        String provider;

        @Option(names = "--agent", paramLabel = "REF", description = "Tasks for this agent.")
        @Nullable
        String agent;

        @Option(
                names = {"-l", "--label"},
                paramLabel = "NAME=VALUE",
                description = "Tasks with this label; may be repeated.")
        List<String> labels = new ArrayList<>();

        @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
        int limit = 50;

        ListTasks(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Lists.tasks(
                    invocation,
                    Lists.get(
                            api(),
                            "tasks",
                            limit,
                            labels,
                            route -> route.with("status", status)
                                    .with("provider", provider)
                                    .with("agent", agent)));
            return ExitCode.OK;
        }
    }

    @Command(name = "get", description = "Shows a task with its attempts and its result.")
    static final class Get extends Verb {
        @Mixin
        Named named = new Named();

        Get(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer();
            JsonNode task = api().get(Route.of("tasks", named.ref(invocation)));
            printer.one(task, () -> Describe.task(task, printer.times()));
            return ExitCode.OK;
        }
    }

    @Command(name = "wait", description = "Waits for the end of a task: 0 when it is COMPLETED, else 7, in time 8.")
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
            JsonNode task = watching(View.auto, false)
                    .awaitTask(
                            named.ref(invocation), timeout == null ? null : Invocation.duration("--timeout", timeout));
            printer.one(task, () -> Describe.task(task, printer.times()));
            return Watching.codeOf(task);
        }
    }

    @Command(name = "logs", description = "Shows what the newest attempt at a task put out.")
    static final class TaskLogs extends Verb {
        @Mixin
        Named named = new Named();

        @Mixin
        Logs.LogOptions options = new Logs.LogOptions();

        TaskLogs(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            JsonNode task = api().get(Route.of("tasks", named.ref(invocation)));
            JsonNode attempts = task.path("attempts");
            if (options.follow) {
                return watching(options.following.view, options.following.codeOfAgent)
                        .task(id(task));
            }
            if (attempts.isEmpty()) {
                String waiting = Members.text(task, "waiting");
                throw CliException.pending(
                        "the task has no attempt yet" + (waiting == null ? "" : ": " + waiting),
                        "signalbox task logs -f waits for it");
            }
            String session = Members.textOr(attempts.get(attempts.size() - 1), "sessionId", "");
            return Logs.show(this, session, options);
        }
    }

    @Command(name = "cancel", description = "Ends a task; a running attempt is stopped.")
    static final class Cancel extends Verb {
        @Mixin
        Named named = new Named();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Stands in the record.")
        @Nullable
        String reason;

        Cancel(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            ObjectNode body = reason == null ? null : Api.object().put("reason", reason);
            JsonNode task = api().post(Route.of("tasks", named.ref(invocation), "cancel"), body);
            invocation.printer().made(id(task), task);
            return ExitCode.OK;
        }
    }

    @Command(name = "retry", description = "One more attempt at a task that has ended without success.")
    static final class Retry extends Verb {
        @Mixin
        Named named = new Named();

        Retry(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            JsonNode task = api().post(Route.of("tasks", named.ref(invocation), "retry"), null);
            invocation.printer().made(id(task), task);
            return ExitCode.OK;
        }
    }
}
