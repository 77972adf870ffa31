package dev.signalbox.host.workspace;

import dev.signalbox.host.process.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs the git command line. Agents write in the trees that it reads, so nothing in them may make it run a
/// program or ask a network: no hooks, no file system monitor, no signing, no editor, no pager, no external
/// diff, and, where asked for, no filter; and of the host agent's environment nothing but PATH, HOME and the locale
/// reaches it.
final class Git {
    private static final List<String> HARDENED = List.of(
            "--no-pager",
            "--literal-pathspecs",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.untrackedCache=false",
            "-c",
            "core.editor=true",
            "-c",
            "core.sshCommand=false",
            "-c",
            "credential.helper=",
            "-c",
            "protocol.allow=never",
            "-c",
            "commit.gpgSign=false",
            "-c",
            "tag.gpgSign=false",
            "-c",
            "submodule.recurse=false",
            "-c",
            "diff.external=",
            "-c",
            "gc.auto=0",
            "-c",
            "maintenance.auto=false",
            "-c",
            "advice.detachedHead=false");

    private final Map<String, String> environment;
    private final Duration timeout;

    /// @param own the host agent's own environment
    Git(Map<String, String> own, Duration timeout) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("PATH", own.getOrDefault("PATH", Tool.path()));
        variables.put("HOME", own.getOrDefault("HOME", "/"));
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_ASKPASS", "false");
        variables.put("GIT_AUTHOR_NAME", "Signalbox");
        variables.put("GIT_AUTHOR_EMAIL", "signalbox@localhost");
        variables.put("GIT_COMMITTER_NAME", "Signalbox");
        variables.put("GIT_COMMITTER_EMAIL", "signalbox@localhost");
        this.environment = Map.copyOf(variables);
        this.timeout = timeout;
    }

    private Git(Duration timeout, Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.timeout = timeout;
    }

    /// The same, but for the filters (clean, smudge, process) that the repository itself configures: whoever works in
    /// it may have written them. Those of the user that the host agent runs as stay what they are.
    ///
    /// @param directory the working tree that git will read: each of a repository's may have its own configuration
    /// @param at options that name it, for one whose `.git` is not to be trusted
    Git withoutFiltersOf(Path directory, String... at) throws IOException {
        List<String> words = new ArrayList<>(List.of(at));
        words.addAll(List.of("config", "--show-scope", "-z", "--name-only", "--get-regexp", "^filter\\."));
        Tool.Outcome configured = call(directory, new byte[0], words);
        String[] found = configured.ok() ? configured.out().split("\0") : new String[0];
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i + 1 < found.length; i += 2) {
            if (found[i].equals("local") || found[i].equals("worktree")) {
                Tool.Outcome users = tried(directory, "config", "--global", "--includes", "-z", "--get", found[i + 1]);
                String none = found[i + 1].endsWith(".required") ? "false" : "";
                values.put(found[i + 1], users.ok() ? users.out().replace("\0", "") : none);
            }
        }
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("GIT_CONFIG_COUNT", Integer.toString(values.size()));
        int number = 0;
        for (Map.Entry<String, String> value : values.entrySet()) {
            variables.put("GIT_CONFIG_KEY_" + number, value.getKey());
            variables.put("GIT_CONFIG_VALUE_" + number, value.getValue());
            number++;
        }
        return new Git(timeout, variables);
    }

    /// Runs it whatever comes of it.
    Tool.Outcome tried(Path directory, String... words) throws IOException {
        return call(directory, new byte[0], List.of(words));
    }

    /// @return standard output without the line break at its end
    /// @throws GitException when git says no
    String run(Path directory, String... words) throws IOException {
        return run(directory, new byte[0], List.of(words));
    }

    String run(Path directory, byte[] input, List<String> words) throws IOException {
        Tool.Outcome outcome = call(directory, input, words);
        if (!outcome.ok()) {
            throw new GitException(words, outcome);
        }
        String out = outcome.out();
        return out.endsWith("\n") ? out.substring(0, out.length() - 1) : out;
    }

    private Tool.Outcome call(Path directory, byte[] input, List<String> words) throws IOException {
        List<String> argv = new ArrayList<>();
        argv.add("git");
        argv.addAll(HARDENED);
        argv.addAll(words);
        return Tool.run(
                Tool.Call.of(argv, timeout).in(directory).with(environment).reading(input));
    }
}
