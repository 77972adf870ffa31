package dev.signalbox.schemas.command;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A wish. Ids of things to be made are minted by whoever writes the command, so that deciding needs no randomness.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Command {
    /// Bytes of what somebody says about why.
    int MAX_REASON = 1024;

    /// Bytes of the name of who types.
    int MAX_HOLDER = 128;

    /// Makes a namespace, or gives an existing one other limits; what it has beyond them stays.
    ///
    /// @param instead the limits that it must have, which these were made from; null: whatever they are
    record OpenNamespace(Limits limits, @Nullable Limits instead) implements Command {
        /// Of a namespace that may have any limits.
        public OpenNamespace(Limits limits) {
            this(limits, null);
        }

        /// Upper bounds on live entities of a namespace; each 1 to 1,000,000.
        public record Limits(int hosts, int agents, int liveSessions, int openTasks) {
            private static final int MOST = 1_000_000;

            public static final Limits DEFAULT = new Limits(10_000, 100_000, 10_000, 100_000);

            public Limits {
                Check.between("hosts", hosts, 1, MOST);
                Check.between("agents", agents, 1, MOST);
                Check.between("liveSessions", liveSessions, 1, MOST);
                Check.between("openTasks", openTasks, 1, MOST);
            }
        }
    }

    /// A host presents its public key (base64 of X.509) and becomes a member of the namespace.
    record JoinHost(
            String hostId,
            String name,
            String publicKey,
            @Nullable String joinTokenId,
            Map<String, String> labels) implements Command {
        public JoinHost {
            Check.id("hostId", hostId);
            Check.name("name", name);
            Check.text("publicKey", publicKey, 1024);
            Check.optionalId("joinTokenId", joinTokenId);
            labels = Check.labels("labels", labels);
        }
    }

    /// No new sessions are placed on the host; those it has go on.
    record DrainHost(String hostId, @Nullable String reason) implements Command {
        public DrainHost {
            Check.id("hostId", hostId);
            Check.optionalText("reason", reason, MAX_REASON);
        }
    }

    record UndrainHost(String hostId) implements Command {
        public UndrainHost {
            Check.id("hostId", hostId);
        }
    }

    /// The host is a member no more. Without force it must have no live session; with force they become LOST.
    record RemoveHost(String hostId, boolean force) implements Command {
        public RemoveHost {
            Check.id("hostId", hostId);
        }
    }

    record CreateAgent(String agentId, AgentProfile profile) implements Command {
        public CreateAgent {
            Check.id("agentId", agentId);
            Check.present("profile", profile);
        }
    }

    /// Replaces an agent's profile.
    ///
    /// @param ifVersion the version that the agent must have, which the profile was made from; null: whatever it is
    record UpdateAgent(
            String agentId, AgentProfile profile, @Nullable Long ifVersion) implements Command {
        public UpdateAgent {
            Check.id("agentId", agentId);
            Check.present("profile", profile);
        }
    }

    record DeleteAgent(String agentId) implements Command {
        public DeleteAgent {
            Check.id("agentId", agentId);
        }
    }

    /// @param agentId null: an implicit agent is made
    /// @param prompt the first input; null: none
    /// @param env variables by value; their names must stand in the spec's `envNames`
    /// @param maxLive how many live sessions the namespace may have, this one among them; null: as its limit says
    /// @param taskId a task that waits, for this agent or for any: the session is told its instruction, before the
    /// prompt, and the task is over for the queue; null: none
    /// @param attributes of the implicit agent, for dialects: at most 64 members; null: none, as it must be with an
    /// agent that is there
    record StartSession(
            String sessionId,
            @Nullable String agentId,
            SessionSpec spec,
            @Nullable String prompt,
            Map<String, String> env,
            @Nullable Integer maxLive,
            @Nullable String taskId,
            @Nullable Map<String, Object> attributes)
            implements Command {
        public StartSession {
            Check.id("sessionId", sessionId);
            Check.optionalId("agentId", agentId);
            Check.present("spec", spec);
            Check.optionalText("prompt", prompt, Check.MAX_TEXT);
            Check.optionalId("taskId", taskId);
            env = Check.environment("env", env);
            Check.list("attributes", attributes == null ? List.of() : List.copyOf(attributes.keySet()), 64);
        }

        /// One that no limit but the namespace's holds for, and that takes no task.
        public StartSession(
                String sessionId,
                @Nullable String agentId,
                SessionSpec spec,
                @Nullable String prompt,
                Map<String, String> env) {
            this(sessionId, agentId, spec, prompt, env, null, null, null);
        }
    }

    /// Makes a new session that goes on where an ended one stopped.
    ///
    /// @param interactive null: as before
    /// @param nativeSessionId null: the newest that is known
    /// @param maxLive as in [StartSession]
    /// @param taskId as in [StartSession]
    record ResumeSession(
            String sessionId,
            String resumes,
            @Nullable String prompt,
            @Nullable Boolean interactive,
            @Nullable String nativeSessionId,
            Map<String, String> env,
            @Nullable Integer maxLive,
            @Nullable String taskId)
            implements Command {
        public ResumeSession {
            Check.id("sessionId", sessionId);
            Check.id("resumes", resumes);
            Check.optionalText("prompt", prompt, Check.MAX_TEXT);
            Check.optionalId("taskId", taskId);
            env = Check.environment("env", env);
        }

        /// One that no limit but the namespace's holds for, and that takes no task.
        public ResumeSession(
                String sessionId,
                String resumes,
                @Nullable String prompt,
                @Nullable Boolean interactive,
                @Nullable String nativeSessionId,
                Map<String, String> env) {
            this(sessionId, resumes, prompt, interactive, nativeSessionId, env, null, null);
        }
    }

    /// Stops in two stages: the gentle signal, and after the grace the hard one. Idempotent for an ended session.
    ///
    /// @param grace null: 10 s; at most 1 h; not graceful: at once the hard signal
    /// @param suspend whether it is to be resumed later: it becomes SUSPENDED; needs a provider that can resume
    record StopSession(
            String sessionId,
            boolean graceful,
            @Nullable Duration grace,
            @Nullable String reason,
            boolean suspend) implements Command {
        public static final Duration LONGEST_GRACE = Duration.ofHours(1);

        public StopSession {
            Check.id("sessionId", sessionId);
            Check.between("grace", grace, Duration.ZERO, LONGEST_GRACE);
            Check.optionalText("reason", reason, MAX_REASON);
        }
    }

    record ResizeSession(String sessionId, TerminalSize terminal) implements Command {
        public ResizeSession {
            Check.id("sessionId", sessionId);
            Check.present("terminal", terminal);
        }
    }

    /// Asks the session's host what the session's processes use. Accepted at once; the measurement becomes part of
    /// the session when it comes, soon or, where the host falls silent, never. One that is
    /// [Session.Measured#FRESH] is not repeated.
    record MeasureSession(String sessionId) implements Command {
        public MeasureSession {
            Check.id("sessionId", sessionId);
        }
    }

    /// Queues a prompt.
    record SendInput(String inputId, String sessionId, String text) implements Command {
        public SendInput {
            Check.id("inputId", inputId);
            Check.id("sessionId", sessionId);
            Check.text("text", text, Check.MAX_TEXT);
            if (text.isEmpty()) {
                throw Check.invalid("text", "is needed: the prompt");
            }
        }
    }

    record CancelInput(String sessionId, String inputId) implements Command {
        public CancelInput {
            Check.id("sessionId", sessionId);
            Check.id("inputId", inputId);
        }
    }

    /// Moves a queued input to a position, 0 being the next to be sent.
    record MoveInput(String sessionId, String inputId, int position) implements Command {
        public MoveInput {
            Check.id("sessionId", sessionId);
            Check.id("inputId", inputId);
            Check.between("position", position, 0, 1_000);
        }
    }

    /// Takes the keyboard of a terminal session.
    ///
    /// @param holder names the connection that will write; unique among writers
    record AcquireWriter(String sessionId, String holder, boolean takeover) implements Command {
        public AcquireWriter {
            Check.id("sessionId", sessionId);
            Check.text("holder", holder, MAX_HOLDER);
        }
    }

    record ReleaseWriter(String sessionId, String holder) implements Command {
        public ReleaseWriter {
            Check.id("sessionId", sessionId);
            Check.text("holder", holder, MAX_HOLDER);
        }
    }

    record CreateTask(String taskId, TaskSpec spec, Map<String, String> env) implements Command {
        public CreateTask {
            Check.id("taskId", taskId);
            Check.present("spec", spec);
            env = Check.environment("env", env);
        }
    }

    record CancelTask(String taskId, @Nullable String reason) implements Command {
        public CancelTask {
            Check.id("taskId", taskId);
            Check.optionalText("reason", reason, MAX_REASON);
        }
    }

    /// One more attempt at a task that has ended without success.
    record RetryTask(String taskId) implements Command {
        public RetryTask {
            Check.id("taskId", taskId);
        }
    }

    /// Writes a durable record of a dialect: whole, or not at all.
    ///
    /// @param body at most 64 KiB as JSON
    /// @param ifVersion the version that must be there; 0: none may be; null: whatever is there is replaced
    /// @param ttl when it goes by itself, 1 s to a year from now; null: never. Once over, it counts
    /// as absent
    record PutDocument(
            String collection,
            String key,
            Map<String, Object> body,
            @Nullable Long ifVersion,
            @Nullable Duration ttl) implements Command {
        public PutDocument {
            Check.name("collection", collection);
            Check.text("key", key, 256);
            Check.present("body", body);
            Check.between("ttl", ttl, Duration.ofSeconds(1), Duration.ofDays(366));
        }
    }

    /// Idempotent for an absent one, unless a version is asked for.
    record DeleteDocument(
            String collection, String key, @Nullable Long ifVersion) implements Command {
        public DeleteDocument {
            Check.name("collection", collection);
            Check.text("key", key, 256);
        }
    }

    /// Has a host look at a repository again. Its id follows from host and path, see [Repository#id]; what the host
    /// sees becomes part of the repository when it comes.
    ///
    /// @param path absolute, inside a base directory of the host
    record InspectRepository(String hostId, String path) implements Command {
        public InspectRepository {
            Check.id("hostId", hostId);
            Check.text("path", path, Check.MAX_NAME);
            if (!path.startsWith("/")) {
                throw Check.invalid("path", "must be absolute");
            }
        }
    }

    /// Makes a worktree of a repository. Accepted when nothing has the path by now; the answer's number tells the
    /// operation whose end stands in the worktree.
    ///
    /// @param path as seen from the repository, below [Repository#ROOT]
    /// @param branch checked out if it exists, else made
    /// @param base what a new branch starts from; null: the repository's HEAD
    /// @param attributes at most 64 short texts, kept with the worktree
    record AddWorktree(
            String repositoryId,
            String path,
            String branch,
            @Nullable String base,
            Map<String, String> attributes) implements Command {
        public AddWorktree {
            Check.id("repositoryId", repositoryId);
            WorktreePath.check(path);
            Check.text("branch", branch, 255);
            Check.optionalText("base", base, 255);
            attributes = Check.labels("attributes", attributes);
        }
    }

    /// Removes a worktree, and its branch if that is wanted; not while a live session works there or is about to.
    /// Without force neither goes while there are changes, or while the branch that is to go is not merged.
    ///
    /// @param path absolute, or as seen from the repository
    record RemoveWorktree(String repositoryId, String path, boolean force, boolean deleteBranch) implements Command {
        public RemoveWorktree {
            Check.id("repositoryId", repositoryId);
            Check.text("path", path, Check.MAX_NAME);
        }
    }

    /// Asks for the outcome of an older command; the answer comes under this command's own id.
    record Lookup(String commandId) implements Command {
        public Lookup {
            Check.id("commandId", commandId);
        }
    }

    /// Time, as a record: written by the processor to each partition of `commands`. It is no client's to send.
    ///
    /// @param number +1 with each tick of one writer
    /// @param interval the time that this writer means to leave until its next one
    /// @param keep how long what is over stays in the tables; null: for ever
    record Tick(long number, Duration interval, @Nullable Keep keep) implements Command {
        /// @param sessions how long ended sessions and settled inputs are kept, [#LEAST] to [#MOST]
        /// @param tasks the same for ended tasks
        /// @param hosts the same for removed hosts; null: for ever
        public record Keep(
                Duration sessions, Duration tasks, @Nullable Duration hosts) {
            public static final Duration LEAST = Duration.ofSeconds(1);
            public static final Duration MOST = Duration.ofDays(36_500);

            public Keep {
                Check.between("sessions", Check.present("sessions", sessions), LEAST, MOST);
                Check.between("tasks", Check.present("tasks", tasks), LEAST, MOST);
                if (hosts != null) {
                    Check.between("hosts", hosts, LEAST, MOST);
                }
            }
        }
    }
}
