package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.e2e.dialect.Spoken.Conflict;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.LogTrap;
import dev.signalbox.e2e.system.RunningSystem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every protocol of the API nodes must answer, whatever it is called there. A dialect joins by extending this
/// with what it is. It runs against two nodes; every request carries the native token, except where a test says
/// otherwise.
public abstract class DialectConformance {
    private static final int MEGABYTE = 1024 * 1024;
    private static final String BAD = "not-a-good-one";

    protected final RunningSystem system = RunningSystem.shared();
    protected final Spoken spoken;

    protected DialectConformance(Spoken spoken) {
        this.spoken = spoken;
    }

    private Answer ask(Wire wire, URI base, Ask ask) {
        return spoken.ask(wire, base, ask);
    }

    private Started started(Wire wire) {
        return spoken.start(wire, Speech.of(1));
    }

    @Test
    final void behind_its_name_nothing_is_done_without_a_token_or_with_a_bad_one() {
        try (var wire = new Wire();
                var session = started(wire)) {
            List<Ask> asks = new ArrayList<>(List.of(spoken.list(), spoken.one(session.id()), spoken.withBody()));
            asks.addAll(spoken.streams(session.id()));
            for (Ask ask : asks) {
                for (Ask bad : List.of(ask, ask.as("nonsense"), ask.as(system.token() + "x"))) {
                    refused(ask(wire, spoken.main(0), bad), 401);
                }
            }
            assertThat(ask(wire, spoken.main(0), spoken.list().as(system.token()))
                            .status())
                    .isEqualTo(200);
        }
    }

    private void refused(Answer answer, Integer... statuses) {
        assertThat(answer.status()).as("%s", answer).isIn((Object[]) statuses);
        spoken.error(answer);
    }

    @Test
    final void a_token_that_only_lets_look_changes_nothing() {
        try (var wire = new Wire()) {
            String looks = system.token("default", Set.of(Capability.VIEW));
            refused(ask(wire, spoken.main(0), spoken.withBody().as(looks)), 403);
        }
    }

    @Test
    final void sockets_open_for_nobody_who_is_not_known() {
        try (var wire = new Wire()) {
            spoken.sockets()
                    .forEach((path, status) -> assertThat(Heard.refusal(wire, spoken.main(0), Ask.get(path)))
                            .as(path)
                            .isEqualTo(status));
        }
    }

    @Test
    final void pages_of_foreign_origins_get_nothing() {
        try (var wire = new Wire()) {
            for (URI base : List.of(spoken.own(0), spoken.main(0))) {
                for (Ask ask : List.of(spoken.list(), spoken.withBody())) {
                    Answer answer = ask(wire, base, foreign(ask));
                    assertThat(answer.status()).as("%s", answer).isEqualTo(403);
                    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
                }
                spoken.sockets()
                        .keySet()
                        .forEach(path -> assertThat(Heard.refusal(wire, base, foreign(Ask.get(path))))
                                .isEqualTo(403));
            }
        }
    }

    private Ask foreign(Ask ask) {
        return ask.as(system.token()).with("Origin", "https://evil.example");
    }

    /// Those of Signalbox, down to DEBUG, and whatever else logs.
    @Test
    final void what_a_query_shows_stands_in_no_log() {
        try (var logs = LogTrap.open();
                var wire = new Wire()) {
            for (URI base : List.of(spoken.own(0), spoken.main(0))) {
                for (String name : spoken.credentials()) {
                    for (String shown : List.of(system.token(), BAD)) {
                        String query = "?" + name + "=" + shown;
                        spoken.sockets().keySet().forEach(path -> Heard.refusal(wire, base, Ask.get(path + query)));
                        List<Ask> asks = new ArrayList<>(List.of(spoken.withBody(), Ask.get("/no/such/path")));
                        asks.addAll(spoken.streams(spoken.unknownId()));
                        for (Ask ask : asks) {
                            var _ = wire.send(base, ask.at(ask.path() + query));
                        }
                    }
                }
            }
            logs.assertNothingOf(system.token(), BAD);
        }
    }

    @Test
    final void a_path_that_nothing_has_is_answered_in_the_dialects_words() {
        try (var wire = new Wire()) {
            for (URI base : List.of(spoken.own(0), spoken.main(1))) {
                for (String method : List.of("GET", "POST", "DELETE")) {
                    spoken.unknownRoute(ask(
                            wire, base, Ask.send(method, "/no/such/path", "").as(system.token())));
                }
            }
        }
    }

    @Test
    final void ids_that_nothing_has_are_not_found() {
        try (var wire = new Wire()) {
            List<Ask> asks = new ArrayList<>(
                    List.of(spoken.one(spoken.unknownId()), spoken.one("%2e%2e%2f"), spoken.one("x".repeat(300))));
            asks.addAll(spoken.streams(spoken.unknownId()));
            for (Ask ask : asks) {
                refused(ask(wire, spoken.own(0), ask.as(system.token())), 400, 404);
            }
            Ask unknown = spoken.one(spoken.unknownId()).as(system.token());
            refused(ask(wire, spoken.own(0), unknown), 404);
        }
    }

    @Test
    final void bodies_that_are_broken_are_refused_in_the_dialects_words() {
        try (var wire = new Wire()) {
            for (byte[] broken : List.of(
                    bytes("{"),
                    bytes("nonsense"),
                    bytes("[]"),
                    bytes("\"text\""),
                    bytes("{\"a\":1} trailing"),
                    bytes("[".repeat(20_000)),
                    new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                    new byte[] {0, 1, 2, 3})) {
                Ask ask = spoken.withBody().as(system.token()).saying(broken);
                refused(ask(wire, spoken.own(0), ask), 400, 413, 422);
            }
        }
    }

    @Test
    final void a_body_that_is_too_large_is_refused_and_the_node_goes_on() {
        try (var wire = new Wire()) {
            byte[] large = bytes("{\"a\":\"" + "x".repeat(3 * MEGABYTE) + "\"}");
            refused(
                    ask(
                            wire,
                            spoken.own(0),
                            spoken.withBody().as(system.token()).saying(large)),
                    400,
                    413);
            assertThat(ask(wire, spoken.own(0), spoken.list().as(system.token()))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    final void a_session_has_the_dialects_shape_and_is_the_same_at_both_nodes() {
        try (var wire = new Wire();
                var session = started(wire)) {
            for (int node = 0; node < 2; node++) {
                URI base = spoken.own(node);
                Eventually.holds(() -> {
                    Answer answer = ask(wire, base, spoken.one(session.id()).as(system.token()));
                    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                    spoken.session(answer.json());
                    assertThat(ask(wire, base, spoken.list().as(system.token())).text())
                            .contains(session.id());
                });
            }
        }
    }

    @Test
    final void another_namespace_does_not_see_that_a_session_exists() {
        String foreign = system.token("elsewhere-" + spoken.name(), Principal.PERSON);
        try (var wire = new Wire();
                var session = started(wire)) {
            List<Ask> asks = new ArrayList<>(List.of(spoken.one(session.id())));
            asks.addAll(spoken.streams(session.id()));
            for (Ask ask : asks) {
                refused(ask(wire, spoken.own(0), ask.as(foreign)), 404);
            }
            assertThat(ask(wire, spoken.own(0), spoken.list().as(foreign)).text())
                    .doesNotContain(session.id());
        }
    }

    @Test
    final void of_two_at_once_at_two_nodes_that_exclude_one_another_one_is_accepted() throws Exception {
        try (var wire = new Wire()) {
            Conflict conflict = spoken.conflict(wire);
            var together = new CyclicBarrier(2);
            List<Answer> answers = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Answer>> pending = new ArrayList<>();
                for (int node = 0; node < 2; node++) {
                    URI base = spoken.own(node);
                    Ask mine = node == 0 ? conflict.ask() : conflict.other();
                    pending.add(threads.submit((Callable<Answer>) () -> {
                        together.await();
                        return ask(wire, base, mine.as(system.token()));
                    }));
                }
                for (Future<Answer> one : pending) {
                    answers.add(one.get());
                }
            } finally {
                conflict.over().run();
            }
            assertThat(answers)
                    .extracting(Answer::status)
                    .as("%s", answers)
                    .containsExactlyInAnyOrder(conflict.accepted(), conflict.refused());
            answers.stream()
                    .filter(answer -> answer.status() == conflict.refused())
                    .forEach(spoken::error);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
