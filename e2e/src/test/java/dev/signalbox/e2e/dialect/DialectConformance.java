package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every protocol of the API nodes must do, whatever it is called there. A dialect joins by extending this and
/// saying how its parts are asked for. It runs against two nodes; every request carries the native token, except
/// where a test says otherwise.
public abstract class DialectConformance {
    private static final Pattern LINE = Pattern.compile("line (\\d+)\\b");
    private static final int LINES = 120;
    private static final int MEGABYTE = 1024 * 1024;

    protected final RunningSystem system = RunningSystem.shared();

    /// `elemental` …; its prefix on the main listener.
    protected abstract String name();

    /// A session that was started, to be ended by closing.
    public interface Started extends AutoCloseable {
        /// As the dialect calls it.
        String id();

        @Override
        void close();
    }

    /// A client's view of a session's output.
    public interface Watching extends AutoCloseable {
        /// Text that came within so much time, in any pieces; null when none did.
        @Nullable
        String next(Duration patience);

        /// How to go on behind what [#next] gave last: an event's id, or empty when the stream goes on from the
        /// beginning.
        String cursor();

        @Override
        void close();
    }

    /// Starts a session that says `line 1` to `line <n>`, each on a line or in a message of its own, within about
    /// three seconds, and that can be watched.
    ///
    /// @param wire for whoever starts it over the dialect itself
    protected abstract Started start(Wire wire, int lines);

    /// Watches a session at a node.
    ///
    /// @param cursor of the watching that broke off; empty: from the beginning
    protected abstract Watching watch(Wire wire, int node, Started session, String cursor);

    /// Lists sessions; the answer names each by its id somewhere.
    protected abstract Ask list();

    protected abstract Ask one(String session);

    /// Opens the stream of a session, for answers other than a stream.
    protected abstract Optional<Ask> stream(String session);

    /// An id in the dialect's form that nothing has.
    protected abstract String unknownId();

    /// A request whose body is read as JSON; the suite breaks the body.
    protected abstract Ask withBody();

    /// Two, of which only one may be accepted. Empty where nothing conflicts.
    protected abstract Optional<Conflict> conflict(Wire wire);

    /// @param ask at the first node
    /// @param other at the second
    /// @param refused the status of the one that is too late
    public record Conflict(Ask ask, Ask other, int accepted, int refused) {
        /// Two of the same.
        public Conflict(Ask ask, int accepted, int refused) {
            this(ask, ask, accepted, refused);
        }
    }

    /// Asks. A dialect that says some of its answers over a socket asks there, and gives what it hears the status
    /// that HTTP has for it.
    protected Answer ask(Wire wire, URI base, Ask ask) {
        return wire.send(base, ask);
    }

    /// Fails unless the body is one of the dialect's errors.
    protected abstract void error(Answer answer);

    /// Fails unless the one session in it has the dialect's shape: names, ids, times.
    protected abstract void session(JsonNode answer);

    /// The answer to a path that nothing has.
    protected abstract void unknownRoute(Answer answer);

    /// Sockets by their paths, with the status of an upgrade without a token on the main listener: 401, or 101
    /// where it opens to be closed or asked.
    protected abstract Map<String, Integer> sockets();

    /// The status of a request without a token at the listener that needs one.
    protected int unauthenticated() {
        return 401;
    }

    /// Where a node speaks the dialect on a port of its own.
    protected URI own(int node) {
        return system.dialect(node, name());
    }

    /// Where a node speaks it on the main port.
    protected URI main(int node) {
        return Wire.at(system.nodes().get(node), "/" + name());
    }

    @Test
    final void behind_its_name_nothing_is_done_without_a_token_or_with_a_bad_one() {
        try (var wire = new Wire();
                var session = start(wire, 1)) {
            List<Ask> asks = new ArrayList<>(List.of(list(), one(session.id()), withBody()));
            stream(session.id()).ifPresent(asks::add);
            for (Ask ask : asks) {
                for (Ask bad : List.of(ask, ask.as("nonsense"), ask.as(system.token() + "x"))) {
                    Answer answer = ask(wire, main(0), bad);
                    assertThat(answer.status()).as("%s %s", ask.path(), answer).isEqualTo(unauthenticated());
                    error(answer);
                }
            }
            assertThat(ask(wire, main(0), list().as(system.token())).status()).isEqualTo(200);
        }
    }

    @Test
    final void a_token_that_only_lets_look_changes_nothing() {
        try (var wire = new Wire()) {
            Answer answer = ask(wire, main(0), withBody().as(system.token("default", Set.of(Capability.VIEW))));
            assertThat(answer.status()).as("%s", answer).isEqualTo(403);
            error(answer);
        }
    }

    @Test
    final void sockets_open_for_nobody_who_is_not_known() {
        try (var wire = new Wire()) {
            sockets()
                    .forEach((path, status) -> assertThat(Heard.refusal(wire, main(0), Ask.get(path)))
                            .as(path)
                            .isEqualTo(status));
        }
    }

    @Test
    final void pages_of_foreign_origins_get_nothing() {
        try (var wire = new Wire()) {
            for (URI base : List.of(own(0), main(0))) {
                for (Ask ask : List.of(list(), withBody())) {
                    Answer answer = ask(wire, base, ask.as(system.token()).with("Origin", "https://evil.example"));
                    assertThat(answer.status()).as("%s", answer).isEqualTo(403);
                    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
                }
                sockets()
                        .keySet()
                        .forEach(path -> assertThat(Heard.refusal(
                                        wire,
                                        base,
                                        Ask.get(path).as(system.token()).with("Origin", "https://evil.example")))
                                .isEqualTo(403));
            }
        }
    }

    @Test
    final void a_path_that_nothing_has_is_answered_in_the_dialects_words() {
        try (var wire = new Wire()) {
            for (URI base : List.of(own(0), main(1))) {
                for (String method : List.of("GET", "POST", "DELETE")) {
                    unknownRoute(ask(
                            wire, base, Ask.send(method, "/no/such/path", "").as(system.token())));
                }
            }
        }
    }

    @Test
    final void ids_that_nothing_has_are_not_found() {
        try (var wire = new Wire()) {
            List<Ask> asks = new ArrayList<>(List.of(one(unknownId()), one("%2e%2e%2f"), one("x".repeat(300))));
            stream(unknownId()).ifPresent(asks::add);
            for (Ask ask : asks) {
                Answer answer = ask(wire, own(0), ask.as(system.token()));
                assertThat(answer.status()).as("%s %s", ask.path(), answer).isIn(400, 404);
                error(answer);
            }
            assertThat(ask(wire, own(0), one(unknownId()).as(system.token())).status())
                    .isEqualTo(404);
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
                Answer answer = ask(wire, own(0), withBody().as(system.token()).saying(broken));
                assertThat(answer.status())
                        .as("%s %s", new String(broken, 0, Math.min(9, broken.length), StandardCharsets.UTF_8), answer)
                        .isIn(400, 413, 422);
                error(answer);
            }
        }
    }

    @Test
    final void a_body_that_is_too_large_is_refused_and_the_node_goes_on() {
        try (var wire = new Wire()) {
            byte[] large = bytes("{\"a\":\"" + "x".repeat(3 * MEGABYTE) + "\"}");
            Answer answer = ask(wire, own(0), withBody().as(system.token()).saying(large));
            assertThat(answer.status()).as("%s", answer).isIn(400, 413);
            error(answer);
            assertThat(ask(wire, own(0), list().as(system.token())).status()).isEqualTo(200);
        }
    }

    @Test
    final void a_session_has_the_dialects_shape_and_is_the_same_at_both_nodes() {
        try (var wire = new Wire();
                var session = start(wire, 1)) {
            for (int node = 0; node < 2; node++) {
                URI base = own(node);
                Eventually.holds(() -> {
                    Answer answer = ask(wire, base, one(session.id()).as(system.token()));
                    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                    session(answer.json());
                    assertThat(ask(wire, base, list().as(system.token())).text())
                            .contains(session.id());
                });
            }
        }
    }

    @Test
    final void another_namespace_does_not_see_that_a_session_exists() {
        String foreign = system.token("elsewhere-" + name(), Principal.PERSON);
        try (var wire = new Wire();
                var session = start(wire, 1)) {
            List<Ask> asks = new ArrayList<>(List.of(one(session.id())));
            stream(session.id()).ifPresent(asks::add);
            for (Ask ask : asks) {
                Answer answer = ask(wire, own(0), ask.as(foreign));
                assertThat(answer.status()).as("%s %s", ask.path(), answer).isEqualTo(404);
                error(answer);
            }
            assertThat(ask(wire, own(0), list().as(foreign)).text()).doesNotContain(session.id());
        }
    }

    @Test
    final void of_two_at_once_at_two_nodes_that_exclude_one_another_one_is_accepted() throws Exception {
        try (var wire = new Wire()) {
            Optional<Conflict> conflict = conflict(wire);
            if (conflict.isEmpty()) {
                return;
            }
            var together = new CyclicBarrier(2);
            List<Answer> answers = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Answer>> pending = new ArrayList<>();
                for (int node = 0; node < 2; node++) {
                    URI base = own(node);
                    Ask mine = node == 0 ? conflict.get().ask() : conflict.get().other();
                    pending.add(threads.submit((Callable<Answer>) () -> {
                        together.await();
                        return ask(wire, base, mine.as(system.token()));
                    }));
                }
                for (Future<Answer> one : pending) {
                    answers.add(one.get());
                }
            }
            assertThat(answers)
                    .extracting(Answer::status)
                    .containsExactlyInAnyOrder(
                            conflict.get().accepted(), conflict.get().refused());
            answers.stream()
                    .filter(answer -> answer.status() == conflict.get().refused())
                    .forEach(this::error);
        }
    }

    @Test
    final void a_client_whose_node_goes_away_goes_on_at_the_other_without_loss() throws Exception {
        try (var wire = new Wire();
                var session = start(wire, LINES)) {
            var text = new StringBuilder();
            String cursor;
            try (var first = watch(wire, 0, session, "")) {
                read(first, text, LINES / 4);
                cursor = first.cursor();
                system.stopApiNode(0);
            }
            try (var second = watch(wire, 1, session, cursor)) {
                if (cursor.isEmpty()) {
                    text.setLength(0);
                }
                read(second, text, LINES);
            } finally {
                system.startApiNode(0);
            }
            assertThat(lines(text))
                    .isEqualTo(IntStream.rangeClosed(1, LINES).boxed().toList());
        }
    }

    @Test
    final void two_clients_see_the_same_and_one_that_leaves_takes_nothing_from_the_other() {
        try (var wire = new Wire();
                var session = start(wire, LINES);
                var stays = watch(wire, 0, session, "");
                var elsewhere = watch(wire, 1, session, "")) {
            try (var leaves = watch(wire, 0, session, "")) {
                read(leaves, new StringBuilder(), 5);
            }
            for (Watching one : List.of(stays, elsewhere)) {
                var text = new StringBuilder();
                read(one, text, LINES);
                assertThat(lines(text))
                        .isEqualTo(IntStream.rangeClosed(1, LINES).boxed().toList());
            }
        }
    }

    private static void read(Watching watching, StringBuilder text, int until) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (lines(text).size() < until) {
            String next = watching.next(Duration.ofSeconds(10));
            if (next != null) {
                text.append(next);
            }
            assertThat(System.nanoTime()).as("after %s", text).isLessThan(deadline);
        }
    }

    private static List<Integer> lines(StringBuilder text) {
        List<Integer> numbers = new ArrayList<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            numbers.add(Integer.parseInt(line.group(1)));
        }
        return numbers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
