package dev.signalbox.host.workspace;

import java.nio.file.Path;

/// A git worktree that was made for one session.
///
/// @param repository real path of the repository's own working tree, or of a bare repository
/// @param path where the session works; its last component is the session's id
/// @param baseCommit what the session began from
public record Worktree(Path repository, Path path, String branch, String baseCommit) {}
