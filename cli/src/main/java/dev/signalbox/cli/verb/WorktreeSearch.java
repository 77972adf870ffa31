package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds worktrees over repositories and hosts. What is found is what the API shows of a worktree, with `repositoryId`,
/// `repository`, its path, and `hostId`.
///
/// @param repo an id, a unique prefix of one, or an absolute path; null: all that are known
/// @param host where; null: anywhere
record WorktreeSearch(
        Invocation invocation,
        @Nullable String repo,
        @Nullable String host) {
    private static final int LARGEST_PAGE = 500;

    /// All but the repositories' own working trees, as their hosts see them now; what a silent host saw last.
    List<JsonNode> all() {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode repository : repositories()) {
            String id = Members.textOr(repository, "id", "");
            for (JsonNode worktree : seen(id)) {
                if (!worktree.path("main").asBoolean()) {
                    ObjectNode one = worktree.deepCopy();
                    one.put("repositoryId", id);
                    one.put("repository", Members.text(repository, "path"));
                    one.put("hostId", Members.text(repository, "hostId"));
                    found.add(one);
                }
            }
        }
        return found;
    }

    /// The one that a path names, or the last part of one, or the beginning of that.
    JsonNode one(String ref) {
        List<JsonNode> all = all();
        List<JsonNode> named = all.stream()
                .filter(one -> ref.equals(path(one)) || ref.equals(name(one)))
                .toList();
        List<JsonNode> found = !named.isEmpty() || ref.isBlank()
                ? named
                : all.stream().filter(one -> name(one).startsWith(ref)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw fault(ExitCode.NOT_FOUND, "NOT_FOUND", "there is no worktree " + ref, Stream.of());
        }
        throw fault(
                ExitCode.USAGE,
                "AMBIGUOUS",
                ref + " names " + found.size() + " worktrees",
                found.stream().map(one -> path(one) + " on " + Members.text(one, "hostId")));
    }

    private static CliException fault(int exitCode, String code, String message, Stream<String> candidates) {
        return new CliException(
                exitCode,
                new CliException.Fault(
                        code,
                        0,
                        message,
                        null,
                        "signalbox worktree list shows what there is",
                        false,
                        null,
                        null,
                        candidates.toList()));
    }

    private static String path(JsonNode worktree) {
        return Members.textOr(worktree, "path", "");
    }

    private static String name(JsonNode worktree) {
        return path(worktree).substring(path(worktree).lastIndexOf('/') + 1);
    }

    private Iterable<JsonNode> seen(String repositoryId) {
        try {
            return api().get(Route.of("repositories", repositoryId, "worktrees").with("refresh", true))
                    .path("items");
        } catch (CliException e) {
            if (e.exitCode() != ExitCode.NOT_FOUND || repo != null) {
                throw e;
            }
            // It has gone from its host since it was listed.
            return List.of();
        }
    }

    private List<JsonNode> repositories() {
        if (repo == null) {
            return known();
        }
        if (!repo.startsWith("/")) {
            return List.of(api().get(Route.of("repositories", repo)));
        }
        if (host != null) {
            return List.of(api().post(
                            Route.of("repositories"),
                            Api.object().put("host", host).put("path", repo)));
        }
        List<JsonNode> there = known().stream()
                .filter(one -> repo.equals(Members.text(one, "path")))
                .toList();
        if (there.isEmpty()) {
            throw CliException.usage(
                    "no host has told of a repository at " + repo, "--host HOST has that host look there");
        }
        return there;
    }

    private List<JsonNode> known() {
        List<JsonNode> all = new ArrayList<>();
        String next = null;
        do {
            JsonNode page = api().get(Route.of("repositories")
                    .with("limit", LARGEST_PAGE)
                    .with("host", host)
                    .with("page", next));
            for (JsonNode one : page.path("items")) {
                if (one.path("present").asBoolean() && !one.has("aliasOf")) {
                    all.add(one);
                }
            }
            next = Members.text(page, "next");
        } while (next != null);
        return all;
    }

    private Api api() {
        return invocation.api();
    }
}
