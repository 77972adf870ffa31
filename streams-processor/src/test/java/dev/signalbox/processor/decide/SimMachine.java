package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The machines with their processes, which are true whatever anybody's record says. Processes outlive host
/// agents; a shim notes how they end, and ends those that must not outlive their host's contact with the log.
final class SimMachine {
    private final SimWorld world;
    private final Map<String, Proc> processes = new TreeMap<>();
    private final Map<String, Integer> written = new TreeMap<>();
    private final Predicate<String> members;

    private boolean allEnd;

    /// One process. `turns`: prompts that it was given and has answered.
    static final class Proc {
        final String sessionId;
        final String hostId;
        final SessionSpec spec;
        int turns;
        boolean alive = true;

        @Nullable
        Integer exitCode;

        Proc(String sessionId, String hostId, SessionSpec spec) {
            this.sessionId = sessionId;
            this.hostId = hostId;
            this.spec = spec;
        }
    }

    /// @param members whether a host is one still: what runs on one that was removed by force is nobody's any
    ///     more
    SimMachine(SimWorld world, Predicate<String> members) {
        this.world = world;
        this.members = members;
    }

    /// @param rivals sessions of the same agent
    void start(String sessionId, String hostId, SessionSpec spec, List<String> rivals) {
        assertThat(processes).as("started twice: %s", sessionId).doesNotContainKey(sessionId);
        if (spec.exclusive() && members.test(hostId)) {
            for (String rival : rivals) {
                Proc other = processes.get(rival);
                boolean both = other != null && other.alive && other.spec.exclusive() && members.test(other.hostId);
                assertThat(both)
                        .as("%s and %s run, and each is exclusive", sessionId, rival)
                        .isFalse();
            }
        }
        world.note("process " + sessionId + " starts on " + hostId);
        processes.put(sessionId, new Proc(sessionId, hostId, spec));
        if (allEnd || (world.faulty && world.chance(500))) {
            world.after(100, allEnd ? 4_000 : 120_000, () -> end(sessionId, world.chance(700) ? 0 : 1));
        }
    }

    @Nullable
    Proc find(String sessionId) {
        return processes.get(sessionId);
    }

    List<Proc> alive() {
        return processes.values().stream()
                .filter(process -> process.alive && members.test(process.hostId))
                .toList();
    }

    void end(String sessionId, int exitCode) {
        Proc process = processes.get(sessionId);
        if (process != null && process.alive) {
            world.note("process " + sessionId + " ends with " + exitCode);
            process.alive = false;
            process.exitCode = exitCode;
        }
    }

    /// From now on every process soon ends by itself.
    void endAll() {
        allEnd = true;
        alive().forEach(process -> world.after(100, 4_000, () -> end(process.sessionId, 0)));
    }

    /// The machine is started again: its processes are gone, and nobody noted how.
    void reboot(String hostId) {
        for (Proc process : processes.values()) {
            if (process.hostId.equals(hostId) && process.alive) {
                process.alive = false;
                process.exitCode = null;
            }
        }
    }

    /// Whether the prompt went into the process.
    boolean write(String sessionId, String inputId) {
        Proc process = processes.get(sessionId);
        if (process == null || !process.alive) {
            return false;
        }
        world.note("process " + sessionId + " is given " + inputId);
        written.merge(inputId, 1, Integer::sum);
        world.after(50, 3_000, () -> process.turns++);
        return true;
    }

    int written(String inputId) {
        return written.getOrDefault(inputId, 0);
    }

    /// When a process must be ended for want of contact; null: never.
    static @Nullable Duration leash(SessionSpec spec) {
        return spec.silentHost().after() == null
                        || !(spec.exclusive() || spec.silentHost().action() == SilentHostPolicy.Action.STOP_ON_HOST)
                ? null
                : Host.LEASE.plus(spec.silentHost().after());
    }
}
