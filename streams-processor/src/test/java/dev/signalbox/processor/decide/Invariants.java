package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Document;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What holds of a namespace's tables after every decision.
final class Invariants {
    private final MemoryTables tables;
    private final String namespace;
    private final Map<String, Session> sessions;
    private final Map<String, Task> tasks;
    private final List<Host> hosts;
    private final List<Agent> agents;

    private Invariants(MemoryTables tables, String namespace) {
        this.tables = tables;
        this.namespace = namespace;
        sessions = byId(tables.all(Session.class, namespace), Session::id);
        tasks = byId(tables.all(Task.class, namespace), Task::id);
        hosts = tables.all(Host.class, namespace);
        agents = tables.all(Agent.class, namespace);
    }

    static void check(MemoryTables tables, String namespace) {
        if (tables.get(Keys.counter(namespace)) == null) {
            return;
        }
        Invariants invariants = new Invariants(tables, namespace);
        invariants.oneLiveSessionAnAgent();
        invariants.hostsHaveTheirSessions();
        invariants.counts();
        invariants.queues();
        invariants.names();
        invariants.leavingWorktrees();
        invariants.online();
        invariants.documents();
        invariants.secrets();
        invariants.inputs();
        invariants.sessionsAreWhole();
        invariants.tasksAreWhole();
        invariants.somebodyLooks();
        invariants.nobodyWaitsInVain();
    }

    private static <E> Map<String, E> byId(Collection<E> all, Function<E, String> id) {
        return all.stream().collect(Collectors.toMap(id, Function.identity(), (a, _) -> a, TreeMap::new));
    }

    private List<Session> live() {
        return sessions.values().stream()
                .filter(session -> !session.status().terminal())
                .toList();
    }

    private void oneLiveSessionAnAgent() {
        Map<String, String> active = new TreeMap<>();
        agents.stream().filter(a -> a.activeSession() != null).forEach(a -> active.put(a.id(), a.activeSession()));
        Map<String, String> living = new TreeMap<>();
        for (Session session : live()) {
            assertThat(living.put(session.agentId(), session.id()))
                    .as("two live sessions of %s", session.agentId())
                    .isNull();
        }
        assertThat(active).as("active sessions").isEqualTo(living);
    }

    private void hostsHaveTheirSessions() {
        for (Host host : hosts) {
            assertThat(host.sessions())
                    .as("sessions of %s", host.id())
                    .containsExactlyInAnyOrderElementsOf(live().stream()
                            .filter(session -> host.id().equals(session.hostId()))
                            .map(Session::id)
                            .toList());
        }
        Map<String, Integer> named = new TreeMap<>();
        sessions.values().stream()
                .filter(session -> session.hostId() != null)
                .forEach(session -> named.merge(session.hostId(), 1, Integer::sum));
        assertThat(hosts).as("hosts that sessions name").extracting(Host::id).containsAll(named.keySet());
        for (Host host : hosts) {
            Row.HostLink link = tables.get(Keys.link(namespace, host.id())) instanceof Row.HostLink there
                    ? there
                    : Row.HostLink.NEW;
            assertThat(link.sessions())
                    .as("sessions that name %s", host.id())
                    .isEqualTo(named.getOrDefault(host.id(), 0));
        }
    }

    private void counts() {
        assertThat(tables.get(Keys.counter(namespace))).isInstanceOfSatisfying(Row.Counter.class, counter -> {
            assertThat(counter.hosts()).as("hosts").isEqualTo((int)
                    hosts.stream().filter(h -> h.status() != HostStatus.REMOVED).count());
            assertThat(counter.agents()).as("agents").isEqualTo((int) agents.stream()
                    .filter(a -> a.profile().kind() != AgentKind.ADHOC)
                    .count());
            assertThat(counter.liveSessions()).as("live sessions").isEqualTo(live().size());
            assertThat(counter.openTasks()).as("open tasks").isEqualTo((int) tasks.values().stream()
                    .filter(task -> !task.status().terminal())
                    .count());
        });
    }

    private void queues() {
        Set<String> waiting = new TreeSet<>();
        sessions.values().stream()
                .filter(s -> s.status() == SessionStatus.REQUESTED)
                .forEach(s -> waiting.add(s.id()));
        assertThat(pointers(Keys.waitingSessions(namespace)).values())
                .as("sessions that wait")
                .containsExactlyInAnyOrderElementsOf(waiting);
        Set<String> queued = new TreeSet<>();
        tasks.values().stream()
                .filter(task -> task.status() == TaskStatus.QUEUED)
                .forEach(t -> queued.add(t.id()));
        assertThat(pointers(Keys.taskQueue(namespace)).values())
                .as("tasks that wait")
                .containsExactlyInAnyOrderElementsOf(queued);
        Map<String, String> places = new TreeMap<>();
        pointers(Keys.waitingSessions(namespace)).forEach((k, id) -> places.put(Keys.placeInQueue(namespace, id), k));
        pointers(Keys.taskQueue(namespace)).forEach((k, id) -> places.put(Keys.placeInQueue(namespace, id), k));
        assertThat(pointers(namespace + "/p/")).as("places in queues").isEqualTo(places);
    }

    private void leavingWorktrees() {
        Set<String> leaving = tables.all(Repository.class, namespace).stream()
                .flatMap(repository -> repository.worktrees().stream()
                        .filter(worktree -> worktree.state() == WorktreeState.CLEANING)
                        .map(worktree -> Keys.leavingWorktree(namespace, repository.hostId(), worktree.path())))
                .collect(Collectors.toSet());
        assertThat(pointers(Keys.leavingWorktrees(namespace)).keySet())
                .as("worktrees that are being removed")
                .isEqualTo(leaving);
    }

    private Map<String, String> pointers(String prefix) {
        Map<String, String> pointers = new TreeMap<>();
        for (Map.Entry<String, Row> entry : tables.scan(prefix)) {
            pointers.put(entry.getKey(), ((Row.Pointer) entry.getValue()).id());
        }
        return pointers;
    }

    private void names() {
        Map<String, String> names = new TreeMap<>();
        hosts.stream()
                .filter(host -> host.status() != HostStatus.REMOVED)
                .forEach(host -> names.put(Keys.name(namespace, EntityType.HOST, host.name()), host.id()));
        agents.forEach(a ->
                names.put(Keys.name(namespace, EntityType.AGENT, a.profile().name()), a.id()));
        live().stream()
                .filter(session -> session.spec().terminalName() != null)
                .forEach(session -> names.put(
                        Keys.name(namespace, EntityType.SESSION, session.spec().terminalName()), session.id()));
        assertThat(pointers(namespace + "/n/")).as("names").isEqualTo(names);
    }

    private void online() {
        assertThat(pointers(Keys.onlineHosts(namespace)).values())
                .as("hosts that take work")
                .containsExactlyInAnyOrderElementsOf(hosts.stream()
                        .filter(host -> host.status() == HostStatus.ONLINE)
                        .map(Host::id)
                        .toList());
    }

    /// Counted, and each with exactly the timer of its newest version.
    private void documents() {
        List<Document> documents = tables.all(Document.class, namespace);
        assertThat(tables.get(Keys.counter(namespace)))
                .isInstanceOfSatisfying(
                        Row.Counter.class,
                        counter ->
                                assertThat(counter.documents()).as("documents").isEqualTo(documents.size()));
        Map<String, Long> timed = new TreeMap<>();
        documents.stream()
                .filter(document -> document.expiresAt() != null)
                .forEach(document -> timed.put(document.id(), document.version()));
        Map<String, Long> timers = new TreeMap<>();
        tables.rows(Row.Timer.class)
                .filter(timer -> timer.namespace().equals(namespace) && timer.kind() == Row.TimerKind.DOCUMENT)
                .forEach(timer -> assertThat(timers.put(timer.entity().id(), timer.generation()))
                        .as("two timers of %s", timer.entity())
                        .isNull());
        assertThat(timers).as("timers of documents").isEqualTo(timed);
    }

    private void secrets() {
        Set<String> may = new HashSet<>();
        live().forEach(session -> may.add(Keys.secrets(namespace, session.id())));
        tasks.values().stream()
                .filter(task -> task.status() != TaskStatus.COMPLETED)
                .forEach(task -> may.add(Keys.secrets(namespace, task.id())));
        assertThat(may).as("secrets").containsAll(tables.keys(namespace + "/s/"));
    }

    private void inputs() {
        Map<String, InputStatus> waiting = new TreeMap<>();
        Map<String, InputStatus> listed = new TreeMap<>();
        for (Input input : tables.all(Input.class, namespace)) {
            if (input.status() == InputStatus.QUEUED || input.status() == InputStatus.SENT) {
                waiting.put(input.sessionId() + "/" + input.id(), input.status());
            }
        }
        for (Session session : sessions.values()) {
            session.queue().forEach(id -> listed.put(session.id() + "/" + id, InputStatus.QUEUED));
            session.inFlight().forEach(id -> listed.put(session.id() + "/" + id, InputStatus.SENT));
            if (session.status().terminal()) {
                assertThat(session.queue()).as("queue of %s", session.id()).isEmpty();
                assertThat(session.inFlight())
                        .as("in flight of %s", session.id())
                        .isEmpty();
            }
        }
        assertThat(listed).as("inputs on their way").isEqualTo(waiting);
    }

    private void sessionsAreWhole() {
        for (Session session : sessions.values()) {
            boolean over = session.status().terminal();
            assertThat(session.end() != null).as("end of %s", session).isEqualTo(over);
            assertThat(session.since()).as("since of %s", session).containsKey(session.status());
            if (!over) {
                assertThat(session.silence() != null)
                        .as("silence of %s", session)
                        .isEqualTo(session.status() == SessionStatus.UNKNOWN);
                assertThat(session.hostId() == null)
                        .as("host of %s", session)
                        .isEqualTo(session.status() == SessionStatus.REQUESTED);
            } else {
                assertThat(session.writer()).isNull();
                assertThat(session.activity()).isNull();
            }
            if (session.end() != null) {
                assertThat(session.end().proven())
                        .as("proof of the end of %s", session)
                        .isEqualTo(session.status() != SessionStatus.LOST);
            }
            if (session.status() == SessionStatus.RUNNING) {
                assertThat(session.process()).as("process of %s", session).isNotNull();
            }
            Host host = hosts.stream()
                    .filter(one -> one.id().equals(session.hostId()))
                    .findFirst()
                    .orElse(null);
            if (!over && host != null && session.status() != SessionStatus.UNKNOWN) {
                assertThat(host.status()).as("host of %s", session).isIn(HostStatus.ONLINE, HostStatus.DRAINING);
            }
        }
    }

    private void tasksAreWhole() {
        for (Task task : tasks.values()) {
            Task.Attempt attempt = task.attempt();
            Session session = attempt == null ? null : sessions.get(attempt.sessionId());
            switch (task.status()) {
                case QUEUED ->
                    assertThat(task.waiting()).as("why %s waits", task).isNotNull();
                case ASSIGNED, RUNNING -> {
                    assertThat(attempt).as("attempt of %s", task).isNotNull();
                    assertThat(attempt.endedAt()).as("attempt of %s", task).isNull();
                    assertThat(session).as("session of %s", task).isNotNull();
                    assertThat(session.status().terminal())
                            .as("%s is %s while its session is %s", task.id(), task.status(), session.status())
                            .isFalse();
                    assertThat(session.taskId()).isEqualTo(task.id());
                }
                case COMPLETED, FAILED, TIMED_OUT, CANCELED -> {
                    assertThat(task.endedAt()).as("end of %s", task).isNotNull();
                    assertThat(task.waiting()).as("%s", task).isNull();
                    assertThat(task.ending()).as("%s", task).isNull();
                    assertThat(attempt == null || attempt.endedAt() != null)
                            .as("attempt of %s", task)
                            .isTrue();
                }
            }
        }
    }

    /// Who waits for something has a timer that looks whether it came; who waits for a host to speak has the
    /// host's.
    private void somebodyLooks() {
        Map<String, List<Row.TimerKind>> timers = new TreeMap<>();
        tables.rows(Row.Timer.class)
                .filter(timer -> timer.namespace().equals(namespace))
                .forEach(t -> timers.computeIfAbsent(t.entity().id(), _ -> new ArrayList<>())
                        .add(t.kind()));
        for (Session session : live()) {
            List<Row.TimerKind> own = timers.getOrDefault(session.id(), List.of());
            switch (session.status()) {
                case REQUESTED -> assertThat(own).as("%s", session).contains(Row.TimerKind.PLACEMENT);
                case PLACED, STARTING -> assertThat(own).as("%s", session).contains(Row.TimerKind.START);
                case STOPPING -> assertThat(own).as("%s", session).contains(Row.TimerKind.STOP);
                case UNKNOWN -> {
                    boolean silent = hosts.stream()
                            .anyMatch(host ->
                                    host.id().equals(session.hostId()) && host.status() == HostStatus.UNREACHABLE);
                    if (silent && session.silence() != null && session.silence().until() != null) {
                        assertThat(own).as("%s", session).contains(Row.TimerKind.SILENCE);
                    }
                }
                case RUNNING, ENDED, FAILED_TO_START, SUSPENDED, LOST -> {}
            }
        }
        for (Input input : tables.all(Input.class, namespace)) {
            if (input.status() == InputStatus.SENT) {
                assertThat(timers.getOrDefault(input.id(), List.of()))
                        .as("%s", input)
                        .contains(Row.TimerKind.INPUT);
            }
        }
        for (Host host : hosts) {
            boolean leased = tables.get(Keys.lease(namespace, host.id())) != null;
            boolean heard = host.status() == HostStatus.ONLINE || host.status() == HostStatus.DRAINING;
            if (heard || host.status() == HostStatus.REMOVED) {
                assertThat(leased).as("lease of %s", host).isEqualTo(heard);
            }
        }
    }

    /// Nobody waits who could be placed, unless the next tick goes on placing.
    private void nobodyWaitsInVain() {
        Cause cause = new Cause(Cause.Kind.TIMER, "check", "CHECK", null, "commands", 0, 0, Instant.EPOCH, null);
        Draft draft = new Draft(tables, namespace, cause);
        if (Queues.pending(draft)) {
            return;
        }
        for (Session session : live()) {
            if (session.status() == SessionStatus.REQUESTED) {
                assertThat(Placing.choose(
                                draft, Needs.of(session.spec()), session.spec().workspace()))
                        .as("%s waits", session.id())
                        .isInstanceOf(Placing.Choice.None.class);
            }
        }
        for (Task task : tasks.values()) {
            if (task.status() == TaskStatus.QUEUED) {
                boolean free = agents.stream()
                        .noneMatch(a -> a.id().equals(task.spec().agentId()) && a.activeSession() != null);
                boolean none =
                        Placing.choose(draft, Needs.of(task.spec()), task.spec().workspace())
                                instanceof Placing.Choice.None;
                assertThat(none || !free || SessionDecider.full(draft) != null)
                        .as("%s waits: %s", task.id(), task.waiting())
                        .isTrue();
            }
        }
        assertThat(tables.all(Namespace.class, namespace)).hasSize(1);
    }
}
