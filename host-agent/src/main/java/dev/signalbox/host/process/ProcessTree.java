package dev.signalbox.host.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every process of one session: its main process, whoever is in the main process's kernel session, whoever
/// carries the session's environment marker, and whoever descends from one of them. A process once seen stays
/// known, so that one that lost its parent is still found.
///
/// Not for use by several threads at once.
public final class ProcessTree {
    private final ProcFs procFs;
    private final ProcessIdentity main;
    private final long group;
    private final long session;
    private final EnvironmentMarker marker;
    private final Set<ProcessIdentity> known = new HashSet<>();

    /// @param group process group of the main process
    /// @param session kernel session of the main process; where its leader is another process, that one belongs
    /// to the shim and is not a member
    public ProcessTree(ProcFs procFs, ProcessIdentity main, long group, long session, EnvironmentMarker marker) {
        this.procFs = procFs;
        this.main = main;
        this.group = group;
        this.session = session;
        this.marker = marker;
        this.known.add(main);
    }

    /// The members that run now.
    public List<ProcStat> members() {
        List<ProcStat> all = procFs.processes();
        Set<Long> members = new HashSet<>();
        for (ProcStat stat : all) {
            if (known.contains(procFs.identity(stat)) || procFs.carries(stat.pid(), marker)) {
                members.add(stat.pid());
            }
        }
        // The number of a kernel session is free for others once all its processes are gone, so it proves
        // membership only while somebody known is in it.
        boolean sessionIsOurs =
                all.stream().anyMatch(stat -> stat.session() == session && members.contains(stat.pid()));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ProcStat stat : all) {
                boolean belongs = members.contains(stat.parent()) || (sessionIsOurs && stat.session() == session);
                if (belongs && !isShim(stat)) {
                    grown |= members.add(stat.pid());
                }
            }
        }
        List<ProcStat> found = new ArrayList<>();
        for (ProcStat stat : all) {
            if (members.contains(stat.pid())) {
                known.add(procFs.identity(stat));
                found.add(stat);
            }
        }
        return found;
    }

    private boolean isShim(ProcStat stat) {
        return stat.pid() == session && stat.pid() != main.pid();
    }

    /// Signals the process group that the main process was started in and, because an interactive shell makes a
    /// group of its own, the one that it is in now.
    ///
    /// @return whether a member was in one of them
    public boolean signalGroup(Signal signal) throws IOException {
        Set<Long> groups = new HashSet<>();
        for (ProcStat stat : members()) {
            if (stat.group() == group || stat.pid() == main.pid()) {
                groups.add(stat.group());
            }
        }
        for (long each : groups) {
            Signals.toGroup(signal, each);
        }
        return !groups.isEmpty();
    }

    /// Signals every member by its pid, group or not.
    ///
    /// @return the members that were found
    public List<ProcStat> signalAll(Signal signal) throws IOException {
        List<ProcStat> members = members();
        Signals.toProcesses(signal, members.stream().map(ProcStat::pid).toList());
        return members;
    }

    /// Kills one process that is no member, such as a part of the shim. The caller has just seen it alive.
    public static void kill(ProcessIdentity process) throws IOException {
        Signals.toProcesses(Signal.KILL, List.of(process.pid()));
    }

    public boolean mainAlive() {
        return procFs.alive(main);
    }

    /// Memory and processor time of the members that run now; empty when none does.
    public Optional<Usage> usage() {
        List<ProcStat> members = members();
        return members.isEmpty() ? Optional.empty() : Optional.of(new Usage(members, System.nanoTime()));
    }
}
