package dev.signalbox.host.workspace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `git worktree list --porcelain -z` prints.
final class WorktreeList {
    private WorktreeList() {}

    /// One worktree.
    ///
    /// @param locked why it is locked, perhaps empty; null when it is not. `initializing`: git was ended while it
    /// made it
    /// @param gone whether its folder is not there any more
    record Entry(
            String path,
            @Nullable String head,
            @Nullable String branch,
            boolean bare,
            @Nullable String locked,
            boolean gone) {
        boolean unfinished() {
            return "initializing".equals(locked);
        }
    }

    /// The first is the repository's own.
    static List<Entry> parse(String printed) {
        List<Entry> entries = new ArrayList<>();
        for (String block : printed.split("\0\0")) {
            String path = null;
            String head = null;
            String branch = null;
            String locked = null;
            boolean bare = false;
            boolean gone = false;
            for (String line : block.split("\0")) {
                int blank = line.indexOf(' ');
                String word = blank < 0 ? line : line.substring(0, blank);
                String rest = blank < 0 ? "" : line.substring(blank + 1);
                switch (word) {
                    case "worktree" -> path = rest;
                    case "HEAD" -> head = rest.chars().allMatch(c -> c == '0') ? null : rest;
                    case "branch" -> branch = rest.startsWith("refs/heads/") ? rest.substring(11) : rest;
                    case "bare" -> bare = true;
                    case "locked" -> locked = rest;
                    case "prunable" -> gone = true;
                    default -> {}
                }
            }
            if (path != null) {
                entries.add(new Entry(path, head, branch, bare, locked, gone));
            }
        }
        return entries;
    }
}
