package dev.signalbox.dev.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Work to be delegated.
///
/// @param name at most seven characters: it stands in front of each line
/// @param command for the provider `command`
/// @param instruction for every other provider
/// @param changesFiles whether a commit must come out
record DemoTask(
        String name,
        String title,
        List<String> command,
        @Nullable String instruction,
        boolean changesFiles) {
    /// The three programs, each one that a person recognises.
    static List<DemoTask> programs() {
        return List.of(
                new DemoTask(
                        "edit",
                        "adds a section to README.md, and leaves the commit to Signalbox",
                        bash("""
                            set -eu
                            printf '\\n## Opening hours\\n\\nEvery day, %s to %s.\\n' 09:00 17:30 >>README.md
                            echo "README.md now ends with:"
                            tail -n 3 README.md
                            git --no-pager diff --stat
                            """),
                        null,
                        true),
                new DemoTask("count", "counts the lines of every tracked file", bash("""
                    set -eu
                    git ls-files -z | while IFS= read -r -d '' file; do
                      printf '%6d  %s\\n' "$(wc -l <"$file")" "$file"
                    done
                    printf '%6d  files, at commit %s\\n' "$(git ls-files | wc -l)" "$(git rev-parse --short HEAD)"
                    """), null, false),
                new DemoTask("numbers", "writes forty numbered lines, ten a second", bash("""
                    set -eu
                    for i in $(seq 1 40); do
                      echo "line $i of 40"
                      sleep 0.1
                    done
                    seq 1 40 >numbers.txt
                    """), null, true));
    }

    /// The same for an AI.
    static List<DemoTask> prompts() {
        return List.of(
                prompt(
                        "edit",
                        "adds a section to README.md",
                        "Add a section 'Opening hours' with one sentence to the end of README.md. Do not commit.",
                        true),
                prompt(
                        "count",
                        "says what the repository is",
                        "Say in two sentences what this repository contains. Change nothing.",
                        false),
                prompt(
                        "notes",
                        "writes a new file",
                        "Write a file NOTES.md with ten short numbered lines about this repository. Do not commit.",
                        true));
    }

    /// The body of `POST /v1/tasks`.
    Map<String, Object> request(String provider, String host, DemoRepository repository) {
        var body = new HashMap<String, Object>(Map.of(
                "title",
                name + ": " + title,
                "provider",
                provider,
                "host",
                host,
                "worktree",
                Map.of("repository", repository.root().toString()),
                "approvals",
                "EDITS",
                "labels",
                Map.of("demo", name),
                "timeout",
                "PT5M"));
        if (instruction == null) {
            body.put("command", command);
        } else {
            body.put("instruction", instruction);
        }
        return body;
    }

    private static DemoTask prompt(String name, String title, String instruction, boolean changesFiles) {
        return new DemoTask(name, title, List.of(), instruction, changesFiles);
    }

    private static List<String> bash(String program) {
        return List.of("bash", "-c", program);
    }
}
