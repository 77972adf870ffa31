package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is to be done, by what and where: the options that sessions and tasks share.
final class Work {
    @Option(
            names = {"-p", "--provider"},
            paramLabel = "NAME",
            description = "claude, codex, command, …. Default: command when a program stands behind --.")
    @Nullable
    String provider;

    @Option(names = "--agent", paramLabel = "REF", description = "The agent that does it. Default: an implicit one.")
    @Nullable
    String agent;

    @Option(names = "--host", paramLabel = "REF", description = "The host. Default: any that can.")
    @Nullable
    String host;

    @Option(names = "--constraint", paramLabel = "NAME=VALUE", description = "A label that the host must have.")
    List<String> constraints = new ArrayList<>();

    @Option(
            names = "--cwd",
            paramLabel = "DIR",
            description = "Working directory on the host; a relative one is taken from here.")
    @Nullable
    String cwd;

    @Option(
            names = "--repo",
            paramLabel = "DIR",
            description = "A repository on the host: the work gets a git worktree of its own.")
    @Nullable
    String repository;

    @Option(names = "--branch", paramLabel = "NAME", description = "The worktree's branch. Default: signalbox/<id>.")
    @Nullable
    String branch;

    @Option(names = "--base", paramLabel = "REF", description = "What a new branch starts from. Default: HEAD.")
    @Nullable
    String base;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME[=VALUE]",
            description = "A variable for the process; a name alone passes this shell's value on.")
    List<String> env = new ArrayList<>();

    @Option(
            names = "--env-from",
            paramLabel = "NAME=SOURCE",
            description = "A variable that the host resolves from its own environment: for secrets.")
    List<String> envFrom = new ArrayList<>();

    @Option(
            names = {"-l", "--label"},
            paramLabel = "NAME=VALUE",
            description = "A label to find it by.")
    List<String> labels = new ArrayList<>();

    @Option(
            names = "--approvals",
            paramLabel = "MODE",
            description = "ask, edits (files may be edited) or all (nothing is asked).")
    @Nullable
    Approvals approvals;

    @Parameters(
            paramLabel = "PROMPT | -- PROGRAM ARG",
            description = "What the agent is to do (- reads it from standard input), and behind -- further arguments; "
                    + "or behind -- the program to run. No shell is involved.",
            arity = "0..*")
    List<String> words = new ArrayList<>();

    enum Approvals {
        ask,
        edits,
        all
    }

    /// @param body gets the members of the request
    /// @param afterDashes how many of the words stood behind `--`
    /// @return the prompt, null without one
    @Nullable
    String describe(ObjectNode body, int afterDashes, Surroundings around) {
        List<String> before = words.subList(0, words.size() - afterDashes);
        List<String> behind = words.subList(words.size() - afterDashes, words.size());
        String chosen = provider == null && before.isEmpty() && !behind.isEmpty() ? "command" : provider;
        if (chosen == null) {
            throw CliException.usage(
                    "what is to run?", "--provider claude \"Fix the flaky test\", or: -- PROGRAM ARGUMENTS");
        }
        body.put("provider", chosen);
        boolean program = chosen.equals("command");
        if (program && (!before.isEmpty() || behind.isEmpty())) {
            throw CliException.usage("the program stands behind --", "signalbox run -- mvn -q verify");
        }
        if (!behind.isEmpty()) {
            behind.forEach(body.putArray(program ? "command" : "args")::add);
        }
        if (before.size() > 1) {
            throw CliException.usage("the prompt is one argument", "Quote it: \"" + String.join(" ", before) + "\"");
        }
        place(body);
        if (!env.isEmpty()) {
            body.set("env", Pairs.environment(env, around.environment()));
        }
        pairs(body, "envFrom", "--env-from", envFrom);
        pairs(body, "labels", "--label", labels);
        if (approvals != null) {
            body.put("approvals", approvals.name().toUpperCase(Locale.ROOT));
        }
        return before.isEmpty() ? null : text(before.getFirst(), around);
    }

    private void place(ObjectNode body) {
        if (agent != null) {
            body.put("agent", agent);
        }
        if (host != null) {
            body.put("host", host);
        }
        pairs(body, "constraints", "--constraint", constraints);
        if (cwd != null) {
            body.put("cwd", absolute(cwd));
        }
        if (repository != null) {
            ObjectNode worktree = body.putObject("worktree").put("repository", absolute(repository));
            if (branch != null) {
                worktree.put("branch", branch);
            }
            if (base != null) {
                worktree.put("base", base);
            }
        } else if (branch != null || base != null) {
            throw CliException.usage("--branch and --base belong to a worktree", "--repo DIR names its repository");
        }
    }

    private static void pairs(ObjectNode body, String member, String option, List<String> given) {
        if (!given.isEmpty()) {
            body.set(member, Pairs.parse(option, given));
        }
    }

    private static String absolute(String directory) {
        return Path.of(directory).toAbsolutePath().normalize().toString();
    }

    /// The text itself, or with `-` what stands on standard input.
    static String text(String given, Surroundings around) {
        if (!given.equals("-")) {
            return given;
        }
        try {
            return new String(around.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CliException.failed("UNREADABLE", "standard input cannot be read", null);
        }
    }

    /// How many words stood behind the first `--` of a command line.
    static int afterDashes(List<String> arguments) {
        int at = arguments.indexOf("--");
        return at < 0 ? 0 : arguments.size() - at - 1;
    }

    static ObjectNode body() {
        return Api.object();
    }
}
