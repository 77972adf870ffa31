package dev.signalbox.schemas.directive;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.TerminalSize;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a host is told. Each is applied at most once, in the order of its sequence.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Directive {

    /// Start the session's process. Environment values travel here and nowhere else.
    ///
    /// @param epoch this launch; reports carry it
    /// @param inputId the input that `prompt` is, null without one
    record Launch(
            String sessionId,
            long epoch,
            SessionSpec spec,
            @Nullable String inputId,
            @Nullable String prompt,
            Map<String, String> env)
            implements Directive {}

    /// Stop the session's process group: gently, then hard after the grace; zero grace: hard at once.
    record Stop(
            String sessionId,
            long epoch,
            Duration grace,
            @Nullable String reason) implements Directive {}

    record DeliverInput(String sessionId, String inputId, String text) implements Directive {}

    record Resize(String sessionId, TerminalSize terminal) implements Directive {}

    /// Tell what the session's processes use. It changes nothing.
    record Measure(String sessionId, long epoch) implements Directive {}

    /// Tell what there is of a repository, and of its worktrees.
    record InspectRepository(String repositoryId, String path) implements Directive {}

    /// Make a worktree.
    ///
    /// @param operation rises with each operation on the repository; the host takes each once
    /// @param repository real path
    /// @param path as seen from the repository
    record AddWorktree(
            String repositoryId,
            long operation,
            String repository,
            String path,
            String branch,
            @Nullable String base) implements Directive {}

    /// Remove a worktree. @param path absolute
    record RemoveWorktree(
            String repositoryId, long operation, String repository, String path, boolean force, boolean deleteBranch)
            implements Directive {}

    /// Keystrokes of this epoch count from now on; older ones are dropped.
    record GrantWriter(String sessionId, long epoch) implements Directive {}

    /// The host agent of this incarnation and instance is the one; any other that reads this stops acting.
    record Fence(long incarnation, String instance) implements Directive {}

    /// Report an inventory.
    record TakeInventory(String why) implements Directive {}

    /// The session's spool may go.
    record Forget(String sessionId) implements Directive {}
}
