package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.state.Host;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Gives room to those who wait: sessions first, then tasks by priority and age. After a decision nobody waits
/// who could be placed, or a FILL timer stands. Who cannot be placed stands in nobody's way: others with the
/// same needs are passed over unread, and those behind them are tried.
final class Queues {
    private final Draft draft;
    private final Map<String, String> stuck = new HashMap<>();
    private int placed;

    private Queues(Draft draft) {
        this.draft = draft;
    }

    /// Something became free: room on a host, or an agent.
    static void fill(Draft draft) {
        if (room(draft)) {
            Queues queues = new Queues(draft);
            queues.sessions();
            queues.tasks(0);
        }
    }

    /// Hosts came, went or changed: the foremost of those who go on waiting are told why.
    static void hostsChanged(Draft draft) {
        Queues queues = new Queues(draft);
        if (room(draft)) {
            queues.sessions();
        }
        queues.tasks(Limits.TOLD_AT_ONCE);
    }

    /// Whether others come first: more could be placed than one decision did.
    static boolean pending(Draft draft) {
        return draft.get(Keys.timer(timer(draft))) != null;
    }

    private static Row.Timer timer(Draft draft) {
        return new Row.Timer(
                draft.namespace(), Row.ClockKind.WALL, 0, Row.TimerKind.FILL, NamespaceDecider.ref(draft), 0);
    }

    private void sessions() {
        Set<String> none = new HashSet<>();
        for (Map.Entry<String, Row> entry : draft.scan(Keys.waitingSessions(draft.namespace()))) {
            String needs = Keys.needs(entry.getKey());
            if (none.contains(needs) || !(entry.getValue() instanceof Row.Pointer(var sessionId))) {
                continue;
            }
            if (!Launching.place(draft, sessionId)) {
                none.add(needs);
            } else if (enough() || !room(draft)) {
                return;
            }
        }
    }

    /// @param told how many of the foremost hear why they wait although there is no room
    private void tasks(int told) {
        boolean room = room(draft);
        int seen = 0;
        for (Map.Entry<String, Row> entry : draft.scan(Keys.taskQueue(draft.namespace()))) {
            seen++;
            boolean tell = seen <= told;
            if (!(room || tell) || placed >= Limits.PLACED_AT_ONCE) {
                return;
            }
            String needs = Keys.needs(entry.getKey());
            String known = stuck.get(needs);
            if (!(entry.getValue() instanceof Row.Pointer(var taskId)) || (known != null && !tell)) {
                continue;
            }
            String why = known != null ? known : TaskDecider.assign(draft, taskId);
            if (why != null) {
                stuck.put(needs, why);
                TaskDecider.waits(draft, taskId, why);
            } else if (enough()) {
                return;
            } else {
                room = room(draft);
            }
        }
    }

    /// Counts one who was placed; whether the rest is left for a later decision.
    private boolean enough() {
        placed++;
        if (placed >= Limits.PLACED_AT_ONCE) {
            draft.put(Keys.timer(timer(draft)), timer(draft));
        }
        return placed >= Limits.PLACED_AT_ONCE;
    }

    /// Whether any host has room: the least loaded one is the first.
    private static boolean room(Draft draft) {
        for (Map.Entry<String, Row> entry : draft.scan(Keys.onlineHosts(draft.namespace()))) {
            Host host = entry.getValue() instanceof Row.Pointer(var id) ? HostDecider.find(draft, id) : null;
            return host != null && host.room() > 0;
        }
        return false;
    }
}
