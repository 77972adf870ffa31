package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.SeparateNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What everybody may rely on who watches a session, in every way that a dialect has for it.
public abstract class StreamConformance {
    private static final int LINES = 120;

    /// The first of it finds room between a node and a client that does not read; all of it does not, nor in what the
    /// node keeps for one besides.
    private static final int FLOOD_LINES = 420;

    private static final int FLOOD_WIDTH = 12_000;

    /// The most that a node sends to a client that says nothing of having taken it.
    private static final long PACED = 1024 * 1024;

    private static final String OPEN = "signalbox_api_streams_open";
    private static final String CUT = "signalbox_api_streams_cut_total";

    private final RunningSystem system = RunningSystem.shared();
    private final Spoken spoken;

    protected StreamConformance(Spoken spoken) {
        this.spoken = spoken;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    @Test
    final void clients_whose_node_is_killed_go_on_at_another_where_they_were() throws Exception {
        SeparateNode node = SeparateNode.running();
        try (var wire = new Wire();
                var session = spoken.start(wire, Speech.of(LINES))) {
            goOn(wire, session, spoken.at(node), node::kill, spoken.own(0));
        }
    }

    @Test
    final void clients_whose_node_is_stopped_go_on_at_another_where_they_were() throws Exception {
        try (var wire = new Wire();
                var session = spoken.start(wire, Speech.of(LINES))) {
            try {
                goOn(wire, session, spoken.own(0), () -> system.stopApiNode(0), spoken.own(1));
            } finally {
                // Before anybody asks the shared client, which would stay with the other node from then on.
                system.startApiNode(0);
            }
        }
    }

    /// In all ways at once: each client hears that its connection is over, and goes on at the other node. Where it can
    /// say where it was, it hears each line once; else each from its return on.
    private void goOn(Wire wire, Started session, URI from, Step end, URI to) throws InterruptedException {
        List<Watching> first = new ArrayList<>();
        List<Watching> second = new ArrayList<>();
        try {
            watch(wire, from, session, first);
            session.speech().begin();
            first.forEach(one -> one.untilLines(LINES / 4));
            end.run();
            for (Watching one : first) {
                one.untilOver();
                assertThat(one.lines()).as("%s", one.way()).hasSizeLessThan(LINES);
            }
            shown(wire, to, session);
            first.forEach(one -> second.add(one.again(wire, to, session)));
            second.forEach(Watching::untilWaiting);
            session.speech().goOn();
            for (int i = 0; i < second.size(); i++) {
                Watching before = first.get(i);
                Watching after = second.get(i);
                if (after.way().resumes()) {
                    after.untilLines(LINES - before.lines().size());
                    assertThat(IntStream.concat(stream(before), stream(after)))
                            .as("%s", after.way())
                            .containsExactlyElementsOf(numbers(1, LINES));
                } else {
                    after.untilLine(LINES);
                    assertThat(stream(before))
                            .as("%s", after.way())
                            .containsExactlyElementsOf(numbers(1, before.lines().size()));
                    assertThat(after.lines())
                            .as("%s", after.way())
                            .contains(session.speech().first() + 1)
                            .isEqualTo(numbers(after.lines().getFirst(), LINES));
                }
            }
        } finally {
            first.forEach(Watching::close);
            second.forEach(Watching::close);
        }
    }

    @Test
    final void all_clients_hear_the_same_and_one_that_leaves_takes_nothing_from_the_others() {
        List<Watching> stay = new ArrayList<>();
        List<Watching> leave = new ArrayList<>();
        try (var wire = new Wire();
                var session = spoken.start(wire, Speech.of(LINES))) {
            for (int node = 0; node < 2; node++) {
                watch(wire, spoken.own(node), session, stay);
            }
            watch(wire, spoken.own(0), session, leave);
            session.speech().begin();
            leave.forEach(one -> one.untilLines(5));
            leave.forEach(Watching::close);
            session.speech().goOn();
            for (Watching one : stay) {
                one.untilLines(LINES);
                assertThat(one.lines()).as("%s", one.way()).isEqualTo(numbers(1, LINES));
            }
        } finally {
            leave.forEach(Watching::close);
            stay.forEach(Watching::close);
        }
    }

    /// Nobody else's streams are open at the node, so that what it counts is known.
    @Test
    final void clients_that_do_not_read_are_let_go_and_keep_nothing_from_the_others_meanwhile() {
        SeparateNode node = SeparateNode.running();
        List<Deaf> deaf = new ArrayList<>();
        List<Watching> others = new ArrayList<>();
        try (var wire = new Wire();
                var session = spoken.start(wire, Speech.flood(FLOOD_LINES, FLOOD_WIDTH))) {
            URI base = spoken.at(node);
            Eventually.holds(() -> assertThat(node.metric(OPEN)).isZero());
            double cut = node.metric(CUT);
            shown(wire, base, session);
            spoken.ways().forEach(way -> deaf.add(way.deaf(base, session)));
            watch(wire, base, session, others);
            int all = deaf.size() + others.size();
            Eventually.holds(() -> assertThat(node.metric(OPEN)).isEqualTo(all));

            session.speech().begin();
            others.forEach(one -> one.untilLines(session.speech().first()));
            session.speech().goOn();
            for (Watching one : others) {
                one.untilLines(FLOOD_LINES);
                assertThat(one.lines()).as("%s", one.way()).isEqualTo(numbers(1, FLOOD_LINES));
            }
            assertThat(node.metric(CUT))
                    .as("others have heard all before anything was done about the deaf")
                    .isEqualTo(cut);
            assertThat(node.metric(OPEN)).isEqualTo(all);

            List<Deaf> dropped = deaf.stream().filter(one -> !one.way().paced()).toList();
            Eventually.holds(() -> {
                assertThat(node.metric(CUT)).isEqualTo(cut + dropped.size());
                assertThat(node.metric(OPEN)).isEqualTo(all - dropped.size());
            });
            for (Deaf one : deaf) {
                Deaf.Rest rest = one.rest(Duration.ofSeconds(2));
                assertThat(rest.over())
                        .as("%s: %s", one.way(), rest)
                        .isEqualTo(!one.way().paced());
                if (one.way().paced()) {
                    assertThat(rest.bytes()).as("%s", one.way()).isLessThan(PACED);
                }
            }
            deaf.forEach(Deaf::close);
            Eventually.holds(() -> assertThat(node.metric(OPEN)).isEqualTo(others.size()));
        } finally {
            deaf.forEach(Deaf::close);
            others.forEach(Watching::close);
        }
    }

    /// Opens all ways at a node; each hears all that is said from here on.
    private void watch(Wire wire, URI base, Started session, List<Watching> opened) {
        shown(wire, base, session);
        List<Watching> mine = new ArrayList<>();
        for (Way way : spoken.ways()) {
            mine.add(way.watch(wire, base, session, ""));
            opened.add(mine.getLast());
        }
        mine.forEach(Watching::untilWaiting);
    }

    private void shown(Wire wire, URI base, Started session) {
        Ask one = spoken.one(session.id()).as(system.token());
        Eventually.holds(() -> assertThat(spoken.ask(wire, base, one).status()).isEqualTo(200));
    }

    private static IntStream stream(Watching watching) {
        return watching.lines().stream().mapToInt(Integer::intValue);
    }

    private static List<Integer> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
