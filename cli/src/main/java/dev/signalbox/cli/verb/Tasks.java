package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.follow.Detaching;
import dev.signalbox.cli.follow.Watching;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `signalbox task …`: delegated work.
@Command(name = "task", description = "Delegates work and follows it.", synopsisSubcommandLabel = "VERB")
final class Tasks implements Verbs.Group {
    @Override
    public List<Verb> verbs(Invocation invocation) {
        return List.of(
                new Create(invocation),
                new Listing(
                        invocation,
                        Kind.TASK,
                        "Lists tasks, newest first.",
                        null,
                        List.of(
                                Filter.status("Statuses, or open, or ended."),
                                Filter.provider("Tasks for this provider."),
                                Filter.of("REF", "Tasks for this agent.", "--agent"),
                                Filter.label("Tasks with this label; may be repeated."))),
                new Showing(invocation, Kind.TASK, "Shows a task with its attempts and its result."),
                new Waiting(
                        invocation,
                        Kind.TASK,
                        "Waits for the end of a task: 0 when it is COMPLETED, else 7, in time 8.",
                        Watching::awaitTask,
                        Watching::codeOf),
                new TaskLogs(invocation),
                new Changing(invocation, Kind.TASK, "cancel", "Ends a task; a running attempt is stopped.")
                        .withReason(),
                new Changing(
                        invocation, Kind.TASK, "retry", "One more attempt at a task that has ended without success."));
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
            invocation.remember(Kind.TASK, id);
            invocation.printer().made(id, made);
            invocation.notices().hint("Next: signalbox task wait " + id + "   signalbox task logs -f " + id);
            return ExitCode.OK;
        }
    }

    @Command(name = "logs")
    static final class TaskLogs extends OfOne {
        @Mixin
        Logs.LogOptions options = new Logs.LogOptions();

        TaskLogs(Invocation invocation) {
            super(invocation, Kind.TASK, "Shows what the newest attempt at a task put out.");
        }

        @Override
        public Integer call() {
            if (options.follow) {
                Logs.refuseDocument(invocation);
            }
            JsonNode task = api().get(route());
            JsonNode attempts = task.path("attempts");
            if (options.follow) {
                String id = id(task);
                Watching watching = watching(options.following.view, options.following.codeOfAgent);
                try (Detaching _ = new Detaching(invocation.notices(), "task " + id, "signalbox task logs -f " + id)) {
                    return watching.task(id, Logs.part(invocation, options));
                }
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
}
