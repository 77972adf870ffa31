package dev.signalbox.schemas.event;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.TaskResult;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A fact. The entity that it is about, its time and its cause stand in the [EventRecord] around it.
/// Entities are the fold of these and of nothing else; leases, timers, links to hosts and secrets are rows beside them.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Event {

    record NamespaceOpened(Limits limits) implements Event {}

    record HostJoined(String name, String publicKey, Map<String, String> labels) implements Event {}

    /// A host agent of a new incarnation is there.
    record HostStarted(long incarnation, String instance, Fingerprint fingerprint) implements Event {}

    /// The host is heard of again, same incarnation.
    record HostReturned() implements Event {}

    record HostSilent() implements Event {}

    /// An older host agent, or a twin, still writes; what it says is not believed.
    record HostFenced(long incarnation, String instance) implements Event {}

    record HostDrained(@Nullable String reason) implements Event {}

    record HostUndrained() implements Event {}

    record HostRemoved() implements Event {}

    /// The host was removed so long ago, with nothing left that names it, that it leaves the tables.
    record HostForgotten() implements Event {}

    record HostKeyRotated(String publicKey) implements Event {}

    record AgentCreated(AgentProfile profile) implements Event {}

    record AgentUpdated(AgentProfile profile) implements Event {}

    record AgentDeleted() implements Event {}

    /// @param taskId the task whose attempt it is, null for a session of its own
    record SessionRequested(
            String agentId,
            SessionSpec spec,
            @Nullable String taskId,
            @Nullable Integer attempt) implements Event {}

    /// @param launchSeq sequence of the directive that launches it
    record SessionPlaced(String hostId, long epoch, long launchSeq) implements Event {}

    record SessionStarting() implements Event {}

    record SessionRunning(ProcessRef process) implements Event {}

    record SessionReady() implements Event {}

    record SessionNativeFound(
            String nativeSessionId, @Nullable String model) implements Event {}

    /// @param quiet how long it had been silent by then, where silence is all that tells
    record SessionActivityChanged(
            Activity activity, @Nullable Duration quiet) implements Event {}

    /// @param inputId the prompt that began the turn, null where nobody can tell
    /// @param endByte offset in the output behind the line that told the turn's end
    record SessionTurnEnded(Item.Result result, @Nullable String inputId, long endByte) implements Event {}

    record SessionMeasured(long memoryBytes, double cpuPercent, int processes) implements Event {}

    record SessionStopping(@Nullable String reason, boolean suspend) implements Event {}

    /// ENDED, SUSPENDED or FAILED_TO_START, as `status` says.
    record SessionEnded(SessionStatus status, SessionEnd end) implements Event {}

    /// The host fell silent. @param until when the policy acts, on the lease clock
    record SessionUnknown(@Nullable Instant until) implements Event {}

    /// The host is back and has the session.
    record SessionFound(SessionStatus status) implements Event {}

    record SessionLost(String reason) implements Event {}

    /// A process of a session that was given up turned up again and is being ended.
    record SessionReaped(long epoch) implements Event {}

    record SessionResized(TerminalSize terminal) implements Event {}

    record SessionResumed(String by) implements Event {}

    /// The session was over for so long that it leaves the tables, and the index of its output with it.
    record SessionForgotten() implements Event {}

    record WriterGranted(String holder, String principal, long epoch) implements Event {}

    record WriterReleased() implements Event {}

    record KeystrokesDropped(long epoch, long fromSeq, int count, ErrorCode why) implements Event {}

    record InputQueued(String sessionId, String text) implements Event {}

    record InputMoved(String sessionId, int position) implements Event {}

    record InputSent(String sessionId) implements Event {}

    record InputDelivered(String sessionId) implements Event {}

    record InputDeliveryUnknown(String sessionId) implements Event {}

    record InputUndelivered(String sessionId, ErrorCode why) implements Event {}

    record InputCanceled(String sessionId) implements Event {}

    /// The input was settled for so long that it leaves the tables.
    record InputForgotten(String sessionId) implements Event {}

    record TaskQueued(TaskSpec spec) implements Event {}

    /// The task still waits. @param why one sentence
    record TaskWaiting(String why) implements Event {}

    record TaskAssigned(int attempt, String sessionId) implements Event {}

    record TaskRunning(int attempt) implements Event {}

    /// The attempt is being stopped. @param status what the task will be
    record TaskEnding(TaskStatus status, @Nullable String reason) implements Event {}

    /// An attempt ended and another one is allowed; the task is QUEUED again.
    record TaskAttemptFailed(
            int attempt, TaskStatus outcome, @Nullable String reason) implements Event {}

    record TaskEnded(
            TaskStatus status,
            @Nullable TaskResult result,
            @Nullable String reason) implements Event {}

    record TaskRetried() implements Event {}

    /// The task was over for so long that it leaves the tables.
    record TaskForgotten() implements Event {}

    /// The document's version is the number of this event.
    record DocumentPut(
            String collection,
            String key,
            Map<String, Object> body,
            @Nullable Instant expiresAt) implements Event {}

    record DocumentDeleted(boolean expired) implements Event {}

    record OutputIndexed(String hostId, List<OutputIndex.Point> points) implements Event {}

    /// Somebody asks for what is at a path of a host.
    record RepositoryAsked(String hostId, String path) implements Event {}

    record RepositoryInspected(
            String hostId, String path, @Nullable String defaultBranch, List<Repository.Seen> worktrees)
            implements Event {}

    /// The path leads to a repository of another path.
    record RepositoryAliased(String aliasOf) implements Event {}

    record RepositoryRefused(ErrorCode code, String message) implements Event {}

    /// Its host is a member no more.
    record RepositoryForgotten() implements Event {}

    record WorktreeAdding(String path, String branch, long operation, Map<String, String> attributes)
            implements Event {}

    record WorktreeAdded(long operation, Repository.Seen worktree, boolean branchCreated) implements Event {}

    record WorktreeRemoving(String path, long operation) implements Event {}

    record WorktreeRemoved(String path, long operation) implements Event {}

    record WorktreeFailed(String path, long operation, ErrorCode code, String message) implements Event {}
}
