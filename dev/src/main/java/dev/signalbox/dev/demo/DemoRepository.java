package dev.signalbox.dev.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The git repository that the tasks work on.
///
/// @param root its top level, a real path
/// @param own whether the demo made it, and so takes it away
public record DemoRepository(Path root, boolean own) {
    /// A small shop with a little history.
    public static DemoRepository make(Path root) throws IOException {
        Files.createDirectories(root.resolve("src"));
        Files.writeString(root.resolve("README.md"), """
            # Shop

            Sells trains. `src/prices` knows what they cost.
            """);
        Files.writeString(root.resolve("src/prices"), """
            engine 120
            wagon 40
            signal 15
            """);
        var git = new Git(root);
        git.run("init", "--quiet", "--initial-branch=main");
        git.run("config", "user.name", "Signalbox demo");
        git.run("config", "user.email", "demo@signalbox.invalid");
        git.run("config", "commit.gpgsign", "false");
        git.run("add", ".");
        git.run("commit", "--quiet", "--message=Open the shop");
        return new DemoRepository(root.toRealPath(), true);
    }

    /// One that somebody else made.
    ///
    /// @throws IOException that says what is wrong with it
    public static DemoRepository at(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IOException("--repo: " + path + " is not a directory");
        }
        Path root = Path.of(new Git(path).run("rev-parse", "--show-toplevel")).toRealPath();
        new Git(root).run("rev-parse", "--quiet", "--verify", "HEAD^{commit}");
        return new DemoRepository(root, false);
    }

    Git git() {
        return new Git(root);
    }

    String head() throws IOException {
        return git().run("rev-parse", "HEAD");
    }

    /// Takes the worktrees below a directory away from a repository that stays; their branches stay with it.
    public void releaseWorktrees(Path below) throws IOException {
        String listed = git().run("worktree", "list", "--porcelain");
        for (String line : listed.lines().filter(l -> l.startsWith("worktree ")).toList()) {
            Path worktree = Path.of(line.substring("worktree ".length()));
            if (worktree.startsWith(below)) {
                git().run("worktree", "remove", "--force", worktree.toString());
            }
        }
    }
}
