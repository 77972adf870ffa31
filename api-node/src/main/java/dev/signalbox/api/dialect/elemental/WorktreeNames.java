package dev.signalbox.api.dialect.elemental;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How Elemental names the worktree and the branch of an agent's task. Pure.
final class WorktreeNames {
    private static final String FOLDER = ".worktrees/";
    private static final int SLUG = 30;
    private static final Pattern NOT_IN_NAME = Pattern.compile("[^a-z0-9-]");
    private static final Pattern NOT_IN_SLUG = Pattern.compile("[^a-z0-9\\s-]");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern DASHES = Pattern.compile("-+");
    private static final Pattern OUTER = Pattern.compile("^-|-$");

    private WorktreeNames() {}

    /// `agent/<name>/<task>[-<slug>]`
    static String branch(String agentName, String taskId, @Nullable String title) {
        String slug = slug(title);
        return "agent/" + name(agentName) + "/" + taskId.toLowerCase(Locale.ROOT) + (slug.isEmpty() ? "" : "-" + slug);
    }

    /// `.worktrees/<name>[-<slug>]`, relative to the repository.
    static String path(String agentName, @Nullable String title) {
        String slug = slug(title);
        return FOLDER + name(agentName) + (slug.isEmpty() ? "" : "-" + slug);
    }

    private static String name(String agentName) {
        return NOT_IN_NAME.matcher(agentName.toLowerCase(Locale.ROOT)).replaceAll("-");
    }

    private static String slug(@Nullable String title) {
        if (title == null) {
            return "";
        }
        String plain = NOT_IN_SLUG.matcher(title.toLowerCase(Locale.ROOT)).replaceAll("");
        String dashed = DASHES.matcher(SPACE.matcher(plain).replaceAll("-")).replaceAll("-");
        String cut = dashed.substring(0, Math.min(SLUG, dashed.length()));
        return OUTER.matcher(cut).replaceAll("");
    }
}
