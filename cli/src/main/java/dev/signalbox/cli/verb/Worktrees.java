package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.output.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox worktree …`: what sessions and people have left beside the repositories.
@Command(
        name = "worktree",
        description = "Lists and removes git worktrees on hosts; those of ended sessions stay until somebody does.",
        synopsisSubcommandLabel = "VERB")
final class Worktrees implements Verbs.Group {
    private static final List<Column> COLUMNS = List.of(
            Column.of("WORKTREE", "path"),
            Column.of("BRANCH", "branch"),
            Column.of("STATE", "state"),
            Column.of("HOST", "hostId"),
            Column.of("REPOSITORY", "repository"));

    @Override
    public List<Verb> verbs(Invocation invocation) {
        return List.of(new ListWorktrees(invocation), new Remove(invocation));
    }

    /// Which repositories are meant.
    static final class Where {
        @Option(
                names = "--repo",
                paramLabel = "REPOSITORY",
                description = "Only of this one: its id, a unique prefix of that, or its path on the host.")
        @Nullable
        String repo;

        @Option(names = "--host", paramLabel = "HOST", description = "Only on this host: id, unique prefix or name.")
        @Nullable
        String host;
    }

    @Command(name = "list", description = "Lists worktrees as their hosts see them now, beside the repositories' own.")
    static final class ListWorktrees extends Verb {
        @Mixin
        Where where = new Where();

        ListWorktrees(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            ObjectNode page = Api.object();
            ArrayNode items = page.putArray("items");
            new WorktreeSearch(invocation, where.repo, where.host).all().forEach(items::add);
            invocation.printer().page(page, COLUMNS);
            if (items.isEmpty()) {
                invocation.notices().hint("A repository that no session has worked in: --repo PATH --host HOST");
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "remove",
            description = "Removes a worktree; not while a session works there, and without --force not while it has"
                    + " changes that are in no commit.")
    static final class Remove extends Verb {
        private static final int WAIT_SECONDS = 20;

        @Parameters(
                paramLabel = "WORKTREE",
                description = "Its path, the last part of that (the session's id, where it was made for one), or a"
                        + " unique prefix of the last part.")
        String worktree = "";

        @Mixin
        Where where = new Where();

        @Option(
                names = "--force",
                description = "Also with changes that are in no commit, and with an unmerged branch.")
        boolean force;

        @Option(names = "--delete-branch", description = "Its branch too, which must be merged.")
        boolean deleteBranch;

        Remove(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            JsonNode found = new WorktreeSearch(invocation, where.repo, where.host).one(worktree);
            String path = Members.textOr(found, "path", "");
            Route all = Route.of("repositories", Members.textOr(found, "repositoryId", ""), "worktrees");
            api().delete(all.with("path", path)
                    .with("force", force ? true : null)
                    .with("deleteBranch", deleteBranch ? true : null)
                    .with("wait", WAIT_SECONDS + "s"));
            for (JsonNode left : api().get(all).path("items")) {
                if (path.equals(Members.text(left, "path"))) {
                    throw CliException.pending(path + " is still being removed", "Look again: signalbox worktree list");
                }
            }
            invocation.printer().made(path, found);
            return ExitCode.OK;
        }
    }
}
