package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.console.OutputFormat;
import dev.signalbox.cli.follow.Detaching;
import dev.signalbox.cli.follow.SessionEnd;
import dev.signalbox.cli.follow.View;
import dev.signalbox.cli.follow.Watching;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Starts a session or delegates a task, and follows it to its end.
@Command(
        name = "run",
        description = "Starts a session, or with --task delegates a task, and follows it to its end.",
        footer = {
            "%nExamples:",
            "  signalbox run -p claude --repo . \"Fix the flaky test\"",
            "  signalbox run --cwd . -- mvn -q verify",
            "  signalbox run --task --attempts 3 -p codex --repo . \"Update the dependencies\"",
            "  signalbox run -i -p claude --cwd .                # in a terminal, attached"
        })
final class Run extends Verb {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    Work work = new Work();

    @Mixin
    TaskTerms terms = new TaskTerms();

    @Option(names = "--task", description = "A task: it waits for a place, and may have several attempts.")
    boolean task;

    @Option(
            names = {"-i", "--interactive"},
            description = "In a terminal that can be attached to; attaches when this is one too.")
    boolean interactive;

    @Option(
            names = "--one-shot",
            negatable = true,
            description = "Whether the agent's input ends with the prompt, so that it ends by itself. "
                    + "Default: yes for a prompt without --interactive.")
    @Nullable
    Boolean oneShot;

    @Option(
            names = {"-d", "--detach"},
            description = "Do not follow: print the id, and nothing else.")
    boolean detach;

    @Option(names = "--exclusive", description = "At no time may two processes of this session run.")
    boolean exclusive;

    @Option(
            names = "--silent-host",
            paramLabel = "POLICY",
            description = "When the host falls silent: keep, replace:DURATION or stop-on-host:DURATION. Default: keep.")
    @Nullable
    String silentHost;

    @Mixin
    Following following = new Following();

    Run(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        ObjectNode body = Work.body();
        String prompt = work.describe(
                body, Work.afterDashes(spec.commandLine().getParseResult().originalArgs()), invocation.around());
        return task ? delegate(body, prompt) : start(body, prompt);
    }

    private int delegate(ObjectNode body, @Nullable String prompt) {
        if (interactive || oneShot != null || exclusive || silentHost != null) {
            throw CliException.usage(
                    "--interactive, --one-shot, --exclusive and --silent-host are not for tasks", null);
        }
        if (prompt != null) {
            body.put("instruction", prompt);
        }
        terms.describe(body);
        JsonNode made = api().post(Route.of("tasks"), body);
        String id = id(made);
        invocation.remember(Kind.TASK, id);
        if (detach) {
            invocation.printer().made(id, made);
            return ExitCode.OK;
        }
        invocation.notices().say("task " + id);
        Watching watching = watching(following.view, following.codeOfAgent);
        try (Detaching _ = new Detaching(invocation.notices(), "task " + id, "signalbox task wait " + id)) {
            if (invocation.format() == OutputFormat.json) {
                JsonNode ended = watching.awaitTask(id, null);
                invocation.printer().made(id, ended);
                return Watching.codeOf(ended);
            }
            return watching.task(id, Watching.Part.ALL);
        }
    }

    private int start(ObjectNode body, @Nullable String prompt) {
        if (terms.given()) {
            throw CliException.usage(
                    "--title, --timeout, --queue-timeout, --attempts and --priority need --task", null);
        }
        boolean program = body.path("provider").asText().equals("command");
        if (prompt != null) {
            body.put("prompt", prompt);
        }
        body.put("interactive", interactive);
        body.put("oneShot", oneShot == null ? !program && prompt != null && !interactive : oneShot);
        body.put("exclusive", exclusive);
        if (silentHost != null) {
            describe(silentHost, body.putObject("silentHost"));
        }
        return followed(api().post(Route.of("sessions"), body));
    }

    private int followed(JsonNode session) {
        String id = id(session);
        invocation.remember(Kind.SESSION, id);
        if (detach) {
            invocation.printer().made(id, session);
            return ExitCode.OK;
        }
        if (interactive
                && invocation.around().inIsTerminal()
                && invocation.around().outIsTerminal()) {
            return Attach.attach(invocation, id, false, false);
        }
        return follow(session);
    }

    private int follow(JsonNode session) {
        return follow(this, session, following.view, following.codeOfAgent);
    }

    /// Follows a session that was just made.
    static int follow(Verb verb, JsonNode session, View view, boolean codeOfAgent) {
        Invocation invocation = verb.invocation;
        String id = id(session);
        invocation.notices().say("session " + id);
        Watching watching = verb.watching(view, codeOfAgent);
        try (Detaching _ = new Detaching(invocation.notices(), "session " + id, "signalbox logs -f " + id)) {
            if (invocation.format() == OutputFormat.json) {
                JsonNode ended = watching.awaitSession(id, null);
                invocation.printer().made(id, ended);
                return SessionEnd.of(ended).exitCode(codeOfAgent);
            }
            return watching.session(session, Watching.Part.ALL);
        }
    }

    private static void describe(String policy, ObjectNode into) {
        int colon = policy.indexOf(':');
        String action = colon < 0 ? policy : policy.substring(0, colon);
        into.put("action", action.toUpperCase(Locale.ROOT).replace('-', '_'));
        if (colon >= 0) {
            into.put(
                    "after",
                    Invocation.duration("--silent-host", policy.substring(colon + 1))
                            .toString());
        }
    }
}
