package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A worktree as Elemental's clients read it. Who had it made for what stands with it, and is not read from its name.
record WireWorktree(
        String path,
        String relativePath,
        String branch,
        String head,
        boolean isMain,
        String state,
        @Nullable String agentName,
        @Nullable String taskId,
        @Nullable String createdAt) {
    private static final String AGENT = "agentName";
    private static final String TASK = "taskId";

    static WireWorktree of(WorkingTree worktree) {
        return new WireWorktree(
                worktree.path(),
                worktree.relativePath(),
                worktree.branch() == null ? "HEAD" : worktree.branch(),
                worktree.head() == null ? "" : worktree.head(),
                worktree.main(),
                state(worktree),
                worktree.attributes().get(AGENT),
                worktree.attributes().get(TASK),
                Iso.ofNullable(worktree.createdAt()));
    }

    private static String state(WorkingTree worktree) {
        return switch (worktree.state()) {
            case CREATING -> "creating";
            case ACTIVE -> "active";
            case CLEANING -> "cleaning";
            case FAILED -> "archived";
        };
    }

    static Map<String, String> attributes(String agentName, String taskId) {
        return Map.of(AGENT, agentName, TASK, taskId);
    }
}
