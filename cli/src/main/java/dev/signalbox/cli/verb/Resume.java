package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Goes on where an ended session stopped.
@Command(name = "resume", description = "Starts a new session that goes on where an ended one stopped, and follows it.")
final class Resume extends Verb {
    @Parameters(index = "0", paramLabel = "SESSION", description = "The ended one: id, unique prefix or @last.")
    String session = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PROMPT", description = "What it is to do next.")
    @Nullable
    String prompt;

    @Option(
            names = {"-i", "--interactive"},
            negatable = true,
            description = "In a terminal or not. Default: as before.")
    @Nullable
    Boolean interactive;

    @Option(
            names = "--native",
            paramLabel = "ID",
            description = "The provider's own session. Default: the newest known.")
    @Nullable
    String nativeSession;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME[=VALUE]",
            description = "A variable for the process.")
    List<String> env = new ArrayList<>();

    @Option(
            names = {"-d", "--detach"},
            description = "Do not follow: print the id, and nothing else.")
    boolean detach;

    @Mixin
    Following following = new Following();

    Resume(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        ObjectNode body = Api.object();
        if (prompt != null) {
            body.put("prompt", Work.text(prompt, invocation.around()));
        }
        if (interactive != null) {
            body.put("interactive", interactive);
        }
        if (nativeSession != null) {
            body.put("nativeSessionId", nativeSession);
        }
        if (!env.isEmpty()) {
            body.set("env", Pairs.environment(env, invocation.around().environment()));
        }
        String ref = invocation.reference(Kind.SESSION, session);
        JsonNode made = api().post(Route.of("sessions", ref, "resume"), body);
        String id = id(made);
        invocation.remember(Kind.SESSION, id);
        if (detach) {
            invocation.printer().made(id, made);
            return ExitCode.OK;
        }
        boolean terminal = Members.at(made, "spec", "interactive").asBoolean()
                && invocation.around().inIsTerminal()
                && invocation.around().outIsTerminal();
        return terminal
                ? Attach.attach(invocation, id, false, false)
                : Run.follow(this, made, following.view, following.codeOfAgent);
    }
}
