package dev.signalbox.processor.decide;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.Report.Found;
import dev.signalbox.schemas.report.Report.Liveness;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Commands and reports by chance, sensible and not, about few enough things that they meet.
final class AnyRecord {
    private static final Cause NOBODY =
            new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, Instant.EPOCH, null);
    private static final List<String> PROVIDERS = List.of("command", "claude", "codex");

    private static final List<String> REPOSITORIES = List.of("/srv/a", "/srv/link-to-a");

    private final Random random;
    private final MemoryTables tables;

    /// @param tables what there is by now, which is asked about more often than what is not
    AnyRecord(Random random, MemoryTables tables) {
        this.random = random;
        this.tables = tables;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private @Nullable String maybe(String value) {
        return random.nextInt(3) == 0 ? value : null;
    }

    String hostId() {
        return "h" + random.nextInt(3);
    }

    private String agentId() {
        return "a" + random.nextInt(3);
    }

    private String taskId() {
        return "t" + random.nextInt(8);
    }

    /// A task that waits, where there is one.
    private String waiting() {
        List<String> queued = tables.all(Task.class, DeciderKit.NAMESPACE).stream()
                .filter(task -> task.status() == TaskStatus.QUEUED)
                .map(Task::id)
                .toList();
        return queued.isEmpty() ? taskId() : one(queued);
    }

    /// An input on its way into the session, or one that is not.
    private String inputOf(String sessionId) {
        List<Input> sent = tables.all(Input.class, DeciderKit.NAMESPACE).stream()
                .filter(input -> input.sessionId().equals(sessionId) && input.status() == InputStatus.SENT)
                .toList();
        return sent.isEmpty() ? "i" + random.nextInt(12) : one(sent).id();
    }

    private Input input() {
        List<Input> all = tables.all(Input.class, DeciderKit.NAMESPACE).stream()
                .filter(input -> input.status() == InputStatus.QUEUED || random.nextInt(4) == 0)
                .toList();
        return all.isEmpty()
                ? new Input("i", "s0", "", InputStatus.QUEUED, Instant.EPOCH, null, null, null, NOBODY)
                : one(all);
    }

    /// Of a session that somebody may have started, that a task may have, or that replaces one.
    String sessionId() {
        List<String> live = live(_ -> true);
        if (!live.isEmpty() && random.nextBoolean()) {
            return one(live);
        }
        return switch (random.nextInt(5)) {
            case 0, 1 -> Ids.SESSION.derive(taskId() + "/" + (1 + random.nextInt(3)));
            case 2 -> Ids.SESSION.derive("s" + random.nextInt(8) + "/1");
            default -> "s" + random.nextInt(8);
        };
    }

    private List<String> live(Predicate<Session> which) {
        return tables.all(Session.class, DeciderKit.NAMESPACE).stream()
                .filter(session -> !session.status().terminal() && which.test(session))
                .map(Session::id)
                .toList();
    }

    /// A session with a terminal, rather one whose keyboard is held.
    private String terminal() {
        List<String> held = live(session -> session.writer() != null);
        List<String> live = held.isEmpty() ? live(session -> session.spec().interactive()) : held;
        return live.isEmpty() || random.nextInt(8) == 0 ? sessionId() : one(live);
    }

    private Map<String, String> env() {
        return random.nextInt(4) == 0 ? Map.of("TOKEN", "secret") : Map.of();
    }

    private Placement placement() {
        return switch (random.nextInt(8)) {
            case 0 -> new Placement(hostId(), Map.of());
            case 1 -> new Placement(null, Map.of("gpu", "yes"));
            default -> Placement.ANYWHERE;
        };
    }

    private SessionSpec session() {
        SilentHostPolicy policy = switch (random.nextInt(4)) {
            case 0 -> new SilentHostPolicy(SilentHostPolicy.Action.REPLACE, Duration.ofSeconds(1 + random.nextInt(60)));
            case 1 ->
                new SilentHostPolicy(SilentHostPolicy.Action.STOP_ON_HOST, Duration.ofSeconds(1 + random.nextInt(60)));
            default -> SilentHostPolicy.KEEP;
        };
        return Specs.session(one(PROVIDERS), random.nextInt(3) != 0, placement(), policy, random.nextInt(4) == 0)
                .inTerminal(random.nextInt(8) == 0 ? "agent-" + random.nextInt(3) : null);
    }

    private TaskSpec task() {
        Specs.Tasks tasks = Specs.tasks()
                .provider(one(PROVIDERS))
                .attempts(1 + random.nextInt(3))
                .priority(random.nextInt(3) - 1);
        if (random.nextInt(3) == 0) {
            tasks.agent(agentId());
        }
        if (random.nextInt(3) == 0) {
            tasks.timeout(Duration.ofSeconds(1 + random.nextInt(60)));
        }
        if (random.nextInt(3) == 0) {
            tasks.queueTimeout(Duration.ofSeconds(1 + random.nextInt(60)));
        }
        Placement placement = placement();
        if (placement.hostId() != null) {
            tasks.on(placement.hostId());
        } else {
            tasks.labels(placement.labels());
        }
        return tasks.spec();
    }

    private AgentProfile profile() {
        AgentKind kind = random.nextInt(4) == 0 ? AgentKind.ADHOC : AgentKind.AI;
        return new AgentProfile("name-" + random.nextInt(4), kind, maybe(one(PROVIDERS)), null, Map.of(), Map.of());
    }

    Command command() {
        return switch (random.nextInt(36)) {
            case 0 ->
                new Command.OpenNamespace(
                        random.nextInt(4) == 0 ? new Limits(2, 2, 3, 4) : Command.OpenNamespace.Limits.DEFAULT);
            case 1 -> {
                String id = hostId();
                Map<String, String> labels = random.nextBoolean() ? Map.of("gpu", "yes") : Map.of();
                yield new Command.JoinHost(id, "name-" + random.nextInt(4), "key-" + id, null, labels);
            }
            case 2 -> new Command.DrainHost(hostId(), maybe("new disk"));
            case 3 -> new Command.UndrainHost(hostId());
            case 4 -> new Command.RemoveHost(hostId(), random.nextInt(4) == 0);
            case 5 -> new Command.CreateAgent(agentId(), profile());
            case 6 ->
                new Command.UpdateAgent(agentId(), profile(), random.nextBoolean() ? null : (long) random.nextInt(8));
            case 7 -> new Command.DeleteAgent(agentId());
            case 8, 9, 10 -> {
                String agent = maybe(agentId());
                String task = random.nextInt(3) == 0 ? waiting() : null;
                Map<String, Object> attributes = random.nextInt(4) == 0 ? Map.of("by", "a client") : null;
                yield new Command.StartSession(
                        "s" + random.nextInt(8), agent, session(), maybe("hello"), env(), null, task, attributes);
            }
            case 11 ->
                new Command.ResumeSession(
                        "s" + random.nextInt(8),
                        sessionId(),
                        maybe("on"),
                        null,
                        maybe("native"),
                        env(),
                        null,
                        random.nextInt(3) == 0 ? waiting() : null);
            case 12, 13 ->
                new Command.StopSession(
                        sessionId(), random.nextBoolean(), null, maybe("enough"), random.nextInt(3) == 0);
            case 14 -> new Command.ResizeSession(terminal(), new TerminalSize(80 + random.nextInt(3), 24));
            case 31 -> new Command.MeasureSession(sessionId());
            case 32 -> new Command.InspectRepository(hostId(), one(REPOSITORIES));
            case 33, 34 ->
                new Command.AddWorktree(
                        repositoryId(), ".worktrees/w" + random.nextInt(2), "b", null, Map.of("taskId", "t"));
            case 35 ->
                new Command.RemoveWorktree(
                        repositoryId(), ".worktrees/w" + random.nextInt(2), random.nextBoolean(), false);
            case 15, 16 -> new Command.SendInput("i" + random.nextInt(12), sessionId(), "text");
            case 17 -> {
                Input input = input();
                yield new Command.CancelInput(input.sessionId(), input.id());
            }
            case 18 -> {
                Input input = input();
                yield new Command.MoveInput(input.sessionId(), input.id(), random.nextInt(4));
            }
            case 19, 26, 27 -> new Command.AcquireWriter(terminal(), "tab-" + random.nextInt(2), random.nextBoolean());
            case 20 -> new Command.ReleaseWriter(terminal(), "tab-" + random.nextInt(2));
            case 21, 22, 23 -> new Command.CreateTask(taskId(), task(), env());
            case 28, 29 ->
                new Command.PutDocument(
                        "things",
                        "d" + random.nextInt(3),
                        Map.of("a", random.nextInt(3)),
                        random.nextInt(3) == 0 ? Long.valueOf(random.nextInt(2)) : null,
                        random.nextBoolean() ? Duration.ofSeconds(1 + random.nextInt(60)) : null);
            case 30 -> new Command.DeleteDocument("things", "d" + random.nextInt(3), null);
            case 24 -> new Command.CancelTask(taskId(), maybe("not needed"));
            default -> new Command.RetryTask(taskId());
        };
    }

    private String repositoryId() {
        return Ids.repository(hostId(), one(REPOSITORIES));
    }

    /// Of an operation that is under way, where there is one.
    private Report ofRepository() {
        List<Repository> all = tables.all(Repository.class, DeciderKit.NAMESPACE);
        String id = all.isEmpty() ? repositoryId() : one(all).id();
        List<Repository.WorkingTree> under = all.stream()
                .filter(repository -> repository.id().equals(id))
                .flatMap(repository -> repository.worktrees().stream())
                .filter(worktree -> !worktree.main())
                .toList();
        Repository.WorkingTree about = under.isEmpty() ? null : one(under);
        String path = about == null ? "/srv/a/.worktrees/w0" : about.path();
        long operation = about == null || random.nextInt(5) == 0 ? 1 : about.operation();
        Repository.Seen seen = new Repository.Seen(path, path.substring(7), "b", "c0ffee", false);
        Repository.Seen main = new Repository.Seen("/srv/a", ".", "main", "c0ffee", true);
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                new Report.RepositoryInspected(
                        one(REPOSITORIES),
                        "/srv/a",
                        "main",
                        random.nextBoolean() ? List.of(main) : List.of(main, seen));
            case 2 -> new Report.RepositoryRefused(one(REPOSITORIES), ErrorCode.NOT_FOUND, "is none");
            case 3 -> new Report.WorktreeAdded(id, operation, seen, true);
            case 4 -> new Report.WorktreeRemoved(id, operation, path);
            default -> new Report.WorktreeFailed(id, operation, path, ErrorCode.WORKTREE_BUSY, "has changes");
        };
    }

    private long epoch() {
        return random.nextInt(8) == 0 ? 2 : 1;
    }

    List<Found> found() {
        List<Found> found = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            found.add(new Found(sessionId(), epoch(), one(List.of(Liveness.values()))));
        }
        return found;
    }

    /// @param about a session that is more likely to be reported of than others
    Report report(@Nullable String about) {
        String session = about != null && random.nextInt(4) != 0 ? about : sessionId();
        return switch (random.nextInt(22)) {
            case 18, 19, 20, 21 -> ofRepository();
            case 16 -> new Report.SessionMeasured(session, epoch(), 1, 0.5, 1);
            case 0 -> new Report.Heartbeat();
            case 1 -> new Report.Inventory(random.nextInt(60), found());
            case 2 -> random.nextBoolean() ? new Report.DirectiveGap(1, 3) : new Report.KeyRotated("another-key");
            case 3 -> new Report.LaunchAccepted(session, epoch());
            case 4, 5 -> new Report.SessionStarted(session, epoch(), KitHost.process());
            case 6 ->
                new Report.LaunchFailed(
                        session,
                        epoch(),
                        one(List.of(ErrorCode.EXPIRED, ErrorCode.CWD_REFUSED, ErrorCode.LAUNCH_FAILED)),
                        "it would not",
                        null);
            case 7 -> new Report.NativeSessionFound(session, "native-" + random.nextInt(2), null);
            case 8 -> new Report.SessionReady(session);
            case 9 -> new Report.ActivityChanged(session, one(List.of(Activity.values())));
            case 10 ->
                new Report.TurnEnded(
                        session, new Item.Result(random.nextBoolean(), "text", null, null, null), random.nextInt(20));
            case 11, 12 -> new Report.SessionExited(session, epoch(), KitHost.end(random.nextInt(2)));
            case 13 -> new Report.InputDelivered(session, inputOf(session));
            case 14 -> new Report.InputUnknown(session, inputOf(session));
            case 15 -> new Report.InputRefused(session, inputOf(session), ErrorCode.EXPIRED);
            default ->
                random.nextBoolean()
                        ? new Report.KeystrokesDropped(session, 1, 1, 1, ErrorCode.STALE_WRITER)
                        : new Report.OutputIndexed(
                                session, List.of(new OutputIndex.Point(0, random.nextInt(9), 1, Instant.EPOCH)));
        };
    }
}
