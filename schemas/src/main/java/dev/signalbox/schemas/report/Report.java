package dev.signalbox.schemas.report;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.SessionEnd;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a host tells.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Report {

    /// Most sessions that an inventory tells of, live ones and others each.
    int MAX_TOLD = 10_000;

    /// The first report of each incarnation: what the host can do and what it found running.
    ///
    /// @param done as in an [Inventory]
    record HostStarted(Fingerprint fingerprint, long lastDirectiveSeq, List<Found> sessions, List<String> done)
            implements Report {
        public HostStarted {
            sessions = Check.list("sessions", sessions, MAX_TOLD);
            done = Check.list("done", done, MAX_TOLD);
        }

        public HostStarted(Fingerprint fingerprint, long lastDirectiveSeq, List<Found> sessions) {
            this(fingerprint, lastDirectiveSeq, sessions, List.of());
        }
    }

    /// The host is there. It renews the lease and changes nothing that users see.
    record Heartbeat() implements Report {}

    /// Everything that the host has.
    ///
    /// @param lastDirectiveSeq the last directive applied; what a later one started is left alone
    /// @param done sessions whose end is told and of which the host still keeps something
    record Inventory(long lastDirectiveSeq, List<Found> sessions, List<String> done) implements Report {
        public Inventory {
            sessions = Check.list("sessions", sessions, MAX_TOLD);
            done = Check.list("done", done, MAX_TOLD);
        }

        public Inventory(long lastDirectiveSeq, List<Found> sessions) {
            this(lastDirectiveSeq, sessions, List.of());
        }
    }

    /// A session that the host knows. How an ended one ended is told by its own [SessionExited].
    record Found(String sessionId, long epoch, Liveness liveness) {}

    enum Liveness {
        STARTING,
        ALIVE,
        EXITED
    }

    /// A directive came with a sequence that does not follow the last one.
    record DirectiveGap(long expected, long got) implements Report {}

    /// The intent is on the host's disk.
    record LaunchAccepted(String sessionId, long epoch) implements Report {}

    record SessionStarted(String sessionId, long epoch, ProcessRef process) implements Report {}

    /// There is no process, and there will be none for this epoch.
    record LaunchFailed(
            String sessionId,
            long epoch,
            ErrorCode code,
            String message,
            @Nullable String tail) implements Report {}

    record NativeSessionFound(
            String sessionId,
            String nativeSessionId,
            @Nullable String model) implements Report {}

    /// The first structured item came.
    record SessionReady(String sessionId) implements Report {}

    /// @param quiet how long the session had been silent, where silence is all that tells
    record ActivityChanged(
            String sessionId, Activity activity, @Nullable Duration quiet) implements Report {
        public ActivityChanged {
            Check.between("quiet", quiet, Duration.ZERO, Duration.ofDays(3650));
        }

        public ActivityChanged(String sessionId, Activity activity) {
            this(sessionId, activity, null);
        }
    }

    /// @param endByte offset in the output behind the line that told it: what tells a repetition
    record TurnEnded(String sessionId, Item.Result result, long endByte) implements Report {}

    /// @param cpuPercent of one processor, over the last seconds; of several busy ones more than 100
    record SessionMeasured(String sessionId, long epoch, long memoryBytes, double cpuPercent, int processes)
            implements Report {}

    /// The process is gone: with an exit status, or with its process group seen empty.
    record SessionExited(String sessionId, long epoch, SessionEnd end) implements Report {}

    record InputDelivered(String sessionId, String inputId) implements Report {}

    record InputUnknown(String sessionId, String inputId) implements Report {}

    record InputRefused(String sessionId, String inputId, ErrorCode code) implements Report {}

    /// Index points of the session's output, oldest first.
    record OutputIndexed(String sessionId, List<OutputIndex.Point> points) implements Report {
        public OutputIndexed {
            points = Check.list("points", points, OutputIndex.MAX_POINTS);
        }
    }

    /// What there is of a repository.
    ///
    /// @param asked the path that was asked for; equal to `path` when the host looked by itself
    /// @param path the real path of the repository's own working tree
    record RepositoryInspected(
            String asked, String path, @Nullable String defaultBranch, List<Repository.Seen> worktrees)
            implements Report {
        public RepositoryInspected {
            Check.text("path", path, Check.MAX_NAME);
            worktrees = Check.list("worktrees", worktrees, Repository.MAX_WORKTREES);
        }
    }

    /// There is no repository at a path that may be looked at.
    record RepositoryRefused(String asked, ErrorCode code, String message) implements Report {}

    record WorktreeAdded(String repositoryId, long operation, Repository.Seen worktree, boolean branchCreated)
            implements Report {}

    record WorktreeRemoved(String repositoryId, long operation, String path) implements Report {}

    /// Making or removing it failed; nothing has changed. @param path absolute, or as seen from the repository
    record WorktreeFailed(String repositoryId, long operation, String path, ErrorCode code, String message)
            implements Report {}

    /// Keystrokes that were not applied.
    record KeystrokesDropped(String sessionId, long epoch, long fromSeq, int count, ErrorCode why) implements Report {}

    /// The host signs with another key from the next batch on.
    record KeyRotated(String publicKey) implements Report {}
}
