package dev.signalbox.api.dialect.neolith;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tasks that one client gave to one session and that are not settled, in order; and ends of turns of
/// which either the output or the record has told.
final class Assignments {
    private final Map<String, Assignment> given = new LinkedHashMap<>();
    private final Set<String> sent = new HashSet<>();
    private final TreeMap<Long, Ended> ended = new TreeMap<>();
    private boolean streaming = true;
    private long settledTo = -1;

    /// @param done the inputs that it settles
    /// @param at of [System#nanoTime]
    private record Ended(Item.Result result, Set<String> done, long at) {}

    /// A task and the turn that did it.
    record Settled(Assignment assignment, Item.Result result) {}

    synchronized void add(Assignment assignment) {
        given.put(assignment.inputId(), assignment);
        streaming = assignment.streaming();
    }

    synchronized @Nullable Assignment remove(String inputId) {
        return given.remove(inputId);
    }

    synchronized List<Assignment> takeAll() {
        List<Assignment> all = List.copyOf(given.values());
        given.clear();
        return all;
    }

    /// The program is silent: done is what it was sent, or, when nobody tells of that, the oldest.
    synchronized List<Assignment> takeSent() {
        List<Assignment> upTo = new ArrayList<>();
        int done = given.isEmpty() ? 0 : 1;
        for (Assignment one : given.values()) {
            upTo.add(one);
            done = sent.contains(one.inputId()) ? upTo.size() : done;
        }
        List<Assignment> taken = List.copyOf(upTo.subList(0, done));
        taken.forEach(one -> given.remove(one.inputId()));
        sent.clear();
        return taken;
    }

    /// An input is on its way into the session: the next turn that ends is its own, or the one whose question it
    /// answers.
    synchronized void sent(String inputId) {
        if (given.containsKey(inputId)) {
            sent.add(inputId);
        }
    }

    /// Whether one of the open tasks is to be streamed; without any, whether the last one was.
    synchronized boolean streaming() {
        return given.isEmpty() ? streaming : given.values().stream().anyMatch(Assignment::streaming);
    }

    /// The record tells of the end of a turn.
    synchronized void turnEnded(Event.SessionTurnEnded turn, long at) {
        Set<String> done = new HashSet<>(sent);
        sent.clear();
        if (turn.inputId() != null) {
            done.add(turn.inputId());
        }
        ended.put(turn.endByte(), new Ended(turn.result(), done, at));
        notifyAll();
    }

    /// The output has told of the end of a turn: waits until the record does too, and settles what it
    /// settles; once. When the record says nothing in time, the oldest task counts as done.
    synchronized List<Settled> awaitTurn(long endByte, Item.Result result, Duration patience)
            throws InterruptedException {
        if (endByte <= settledTo) {
            return List.of();
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (!given.isEmpty() && !ended.containsKey(endByte)) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                Set<String> oldest = Set.of(given.keySet().iterator().next());
                ended.put(endByte, new Ended(result, oldest, System.nanoTime()));
                break;
            }
            wait(millis);
        }
        List<Settled> settled = new ArrayList<>();
        Map<Long, Ended> upTo = ended.headMap(endByte, true);
        upTo.values().forEach(turn -> settle(turn, settled));
        upTo.clear();
        settledTo = endByte;
        return settled;
    }

    /// What the record told before a time and the output never did.
    synchronized List<Settled> olderThan(long at) {
        List<Settled> settled = new ArrayList<>();
        for (Iterator<Ended> all = ended.values().iterator(); all.hasNext(); ) {
            Ended turn = all.next();
            if (turn.at() < at) {
                settle(turn, settled);
                all.remove();
            }
        }
        return settled;
    }

    private void settle(Ended turn, List<Settled> settled) {
        for (Iterator<Assignment> all = given.values().iterator(); all.hasNext(); ) {
            Assignment one = all.next();
            if (turn.done().contains(one.inputId())) {
                settled.add(new Settled(one, turn.result()));
                all.remove();
            }
        }
    }
}
