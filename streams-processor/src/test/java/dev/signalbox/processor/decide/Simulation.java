package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One world from its seed: some minutes of wishes and faults, then it heals, and the record must agree with
/// what is true.
final class Simulation {
    private static final long MINUTE = 60_000;
    private static final long HEALED = 12 * MINUTE;

    private final SimWorld world;
    private final SimLog log;
    private final Duration keepSessions;
    private final Duration keepTasks;
    private final Duration keepHosts;
    private final SimMachine machine;
    private final List<SimHost> hosts = new ArrayList<>();
    private final SimClients clients;

    Simulation(long seed) {
        world = new SimWorld(seed);
        log = new SimLog(world);
        keepSessions = Duration.ofSeconds(1 + world.random.nextInt(90));
        keepTasks = Duration.ofSeconds(1 + world.random.nextInt(90));
        keepHosts = Duration.ofSeconds(1 + world.random.nextInt(90));
        log.keep(keepSessions, keepTasks, keepHosts);
        machine = new SimMachine(world, log::isMember);
        for (int i = 0; i < 2 + world.random.nextInt(2); i++) {
            hosts.add(new SimHost("h" + i, 1 + world.random.nextInt(4), world, log, machine));
        }
        clients = new SimClients(world, log, hosts.stream().map(host -> host.id).toList());
        hosts.forEach(host -> world.after(0, 5_000, host::start));
    }

    int decisions() {
        return log.decisions();
    }

    /// Everything can go wrong.
    void run() {
        wishes();
        int faults = world.random.nextInt(14);
        for (int i = 0; i < faults; i++) {
            world.after(2_000, 5 * MINUTE, this::anyFault);
        }
        world.run(5 * MINUTE);
        end();
    }

    /// Only the log, the processor and the router are away now and then: that is no host's silence.
    void runWithOutages() {
        world.faulty = false;
        wishes();
        for (int i = 0; i < 5; i++) {
            world.after(4 * i * MINUTE + 10_000, 4 * i * MINUTE + 20_000, this::outage);
        }
        world.run(20 * MINUTE);
        assertThat(log.silences()).as("hosts that were taken for silent").isZero();
        end();
    }

    private void wishes() {
        int wishes = 5 + world.random.nextInt(25);
        for (int i = 0; i < wishes; i++) {
            world.after(0, 4 * MINUTE, clients::wish);
        }
    }

    private void end() {
        heal();
        world.run(HEALED);
        log.agree();
        recordAndProcessesAgree();
        machine.endAll();
        world.run(3 * MINUTE);
        log.agree();
        everythingIsOver();
        // Twice, because what needed something else looks again after as long a time.
        world.run(2 * keepSessions.plus(keepTasks).plus(keepHosts).toMillis() + MINUTE);
        log.agree();
        everythingIsForgotten();
    }

    /// Hosts, their way to the log, and the log, the processor and the router themselves.
    private void anyFault() {
        SimHost host = hosts.get(world.random.nextInt(hosts.size()));
        long length = length();
        switch (world.random.nextInt(9)) {
            case 0, 1 -> {
                host.crash();
                world.after(length, length, host::start);
            }
            case 2 -> {
                host.reboot(world.chance(300));
                world.after(length, length, host::start);
            }
            case 3 -> host.pause(length);
            case 4, 5 -> {
                host.connected(false);
                world.after(length, length, () -> host.connected(true));
            }
            default -> outage();
        }
    }

    private void outage() {
        long length = length();
        switch (world.random.nextInt(3)) {
            case 0 -> {
                log.processor(false);
                world.after(length, length, () -> log.processor(true));
            }
            case 1 -> {
                log.up(false);
                world.after(length, length, () -> log.up(true));
            }
            default -> {
                log.routing = false;
                world.after(length, length, () -> log.routing = true);
            }
        }
    }

    private long length() {
        return world.random.nextInt(4) == 0 ? world.random.nextLong(200_000) : world.random.nextLong(20_000);
    }

    private void heal() {
        world.note("the world heals");
        world.faulty = false;
        log.routing = true;
        log.up(true);
        log.processor(true);
        hosts.forEach(host -> {
            host.connected(true);
            host.pause(0);
            world.after(0, 1_000, host::start);
        });
        clients.undrain();
    }

    private List<Session> sessions() {
        return log.tables().all(Session.class, SimLog.NAMESPACE);
    }

    /// A session runs exactly if its process does; one that has ended says how its process did.
    private void recordAndProcessesAgree() {
        Map<String, Session> running = new TreeMap<>();
        for (Session session : sessions()) {
            SimMachine.Proc process = machine.find(session.id());
            switch (session.status()) {
                case RUNNING -> {
                    running.put(session.id(), session);
                    assertThat(session.inFlight()).as(about(session)).isEmpty();
                    assertThat(session.queue()).as(about(session)).isEmpty();
                }
                case ENDED -> {
                    assertThat(process == null).as(about(session)).isEqualTo(session.hostId() == null);
                    assertThat(session.end().exitCode())
                            .as(about(session))
                            .isEqualTo(process == null ? null : process.exitCode);
                }
                case FAILED_TO_START -> assertThat(process).as(about(session)).isNull();
                case LOST, SUSPENDED -> {}
                case REQUESTED, PLACED, STARTING, STOPPING, UNKNOWN ->
                    throw new AssertionError("stuck " + session.status() + ": " + about(session));
            }
        }
        Map<String, SimMachine.Proc> alive = machine.alive().stream()
                .collect(Collectors.toMap(process -> process.sessionId, process -> process, (a, _) -> a, TreeMap::new));
        assertThat(running.keySet())
                .as(() -> {
                    List<String> differing = new ArrayList<>(running.keySet());
                    differing.addAll(alive.keySet());
                    differing.removeIf(id -> running.containsKey(id) && alive.containsKey(id));
                    return "sessions that run, processes that live; " + world.history(differing.toArray(String[]::new));
                })
                .isEqualTo(alive.keySet());
        running.forEach(
                (id, session) -> assertThat(session.hostId()).as(about(session)).isEqualTo(alive.get(id).hostId));
    }

    private String about(Session session) {
        return session + "\n" + world.history(session.id());
    }

    /// But for what an agent with a name can go on from.
    private void everythingIsForgotten() {
        Set<String> newest = new TreeSet<>();
        for (Agent agent : log.tables().all(Agent.class, SimLog.NAMESPACE)) {
            assertThat(agent.profile().kind()).as("%s", agent).isNotEqualTo(AgentKind.ADHOC);
            if (agent.lastSession() != null) {
                newest.add(agent.lastSession());
            }
        }
        List<String> tasks = log.tables().all(Task.class, SimLog.NAMESPACE).stream()
                .map(Task::id)
                .toList();
        assertThat(sessions()).extracting(Session::id).containsExactlyInAnyOrderElementsOf(newest);
        assertThat(sessions()).extracting(Session::taskId).containsAll(tasks);
        assertThat(log.tables().all(Input.class, SimLog.NAMESPACE))
                .extracting(Input::sessionId)
                .isSubsetOf(newest);
        assertThat(log.tables().all(Host.class, SimLog.NAMESPACE))
                .filteredOn(host -> host.status() == HostStatus.REMOVED)
                .extracting(Host::id)
                .isSubsetOf(sessions().stream().map(Session::hostId).toList());
    }

    private void everythingIsOver() {
        for (Session session : sessions()) {
            assertThat(session.status().terminal()).as(about(session)).isTrue();
        }
        assertThat(machine.alive()).isEmpty();
        for (Task task : log.tables().all(Task.class, SimLog.NAMESPACE)) {
            assertThat(task.status().terminal())
                    .as(task + "\n" + world.history(task.id()))
                    .isTrue();
        }
        for (Session session : sessions()) {
            SimMachine.Proc process = machine.find(session.id());
            assertThat(session.turns()).as(about(session)).isLessThanOrEqualTo(process == null ? 0 : process.turns);
        }
        for (Input input : log.tables().all(Input.class, SimLog.NAMESPACE)) {
            int written = machine.written(input.id());
            String about = input + "\n" + world.history(input.id());
            switch (input.status()) {
                case DELIVERED -> assertThat(written).as(about).isEqualTo(1);
                case DELIVERY_UNKNOWN -> assertThat(written).as(about).isLessThanOrEqualTo(1);
                case UNDELIVERED, CANCELED -> assertThat(written).as(about).isZero();
                case QUEUED, SENT -> throw new AssertionError("stuck: " + about);
            }
        }
    }
}
