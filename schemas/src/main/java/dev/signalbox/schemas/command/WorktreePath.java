package dev.signalbox.schemas.command;

import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.state.Repository;
import java.util.List;

/// Where new worktrees may be: so spelled that two texts name one place only if they are equal.
final class WorktreePath {
    private static final int DEEPEST = 8;

    private WorktreePath() {}

    static void check(String path) {
        Check.text("path", path, Check.MAX_NAME);
        List<String> parts = List.of(path.split("/", -1));
        boolean plain = parts.size() >= 2
                && parts.size() <= DEEPEST
                && parts.getFirst().equals(Repository.ROOT)
                && parts.stream()
                        .skip(1)
                        .allMatch(part -> !part.isBlank()
                                && !part.equals(".")
                                && !part.equals("..")
                                && !part.equalsIgnoreCase(".git")
                                && !part.startsWith("-")
                                && part.chars().noneMatch(Character::isISOControl));
        if (!plain) {
            throw Check.invalid(
                    "path",
                    "must be a path below " + Repository.ROOT + "/, without '.', '..', '.git', empty parts and"
                            + " control characters");
        }
    }
}
