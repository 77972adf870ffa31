package dev.signalbox.e2e.dialect;

import dev.signalbox.e2e.dialect.Transcript.Step;
import dev.signalbox.e2e.system.Eventually;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plays the client of a transcript against a running system, and fails where the server says something else.
final class Replay implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<URI> bases;
    private final Map<String, String> known;
    private final Expectation expectation;
    private final Wire wire = new Wire();
    private final Map<String, Heard> open = new HashMap<>();
    private int node;

    /// @param bases of the nodes
    /// @param known what the transcript may name without having captured it
    Replay(List<URI> bases, Map<String, String> known) {
        this.bases = bases;
        this.known = new HashMap<>(known);
        this.expectation = new Expectation(this.known);
    }

    void play(Transcript transcript) {
        List<Step> steps = transcript.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            try {
                if (step.mark().startsWith(">>")) {
                    exchange(step, steps.get(++i));
                } else {
                    speak(step);
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "%s:%d %s %s%n%s"
                                .formatted(transcript.name(), step.line(), step.mark(), step.words(), e.getMessage()),
                        e);
            }
        }
    }

    private void exchange(Step asked, Step answered) {
        if (!answered.mark().equals("<<<")) {
            throw new AssertionError("a request is followed by <<<");
        }
        if (asked.mark().equals(">>~")) {
            Eventually.holds(() -> exchangeOnce(asked, answered));
        } else {
            exchangeOnce(asked, answered);
        }
    }

    private void exchangeOnce(Step asked, Step answered) {
        Wire.Answer answer = wire.send(bases.get(node), ask(asked, asked.word(0), asked.after(1)));
        String wrong = wrong(answered, answer);
        if (!wrong.isEmpty()) {
            throw new AssertionError(wrong + "in " + answer);
        }
    }

    private Wire.Ask ask(Step step, String method, String path) {
        Map<String, String> headers = new LinkedHashMap<>();
        step.headers().forEach((name, value) -> headers.put(name, expectation.filled(value)));
        byte[] body = expectation.filled(step.body()).getBytes(StandardCharsets.UTF_8);
        return new Wire.Ask(method, expectation.filled(path), headers, body);
    }

    private String wrong(Step expected, Wire.Answer answer) {
        var wrong = new StringBuilder();
        if (answer.status() != Integer.parseInt(expected.word(0))) {
            wrong.append("the status is %d, not %s%n".formatted(answer.status(), expected.word(0)));
        }
        expected.headers()
                .forEach((name, value) -> wrong.append(
                        expectation.text(name, value, answer.header(name).orElse("(absent)"))));
        wrong.append(expectation.body(expected.body(), answer.text()));
        return wrong.toString();
    }

    private void speak(Step step) {
        switch (step.mark()) {
            case "===" -> arrange(step);
            case "-->" -> of(step.word(0)).say(expectation.filled(step.message()));
            case "<--" -> {
                Heard.Said next = of(step.word(0)).next();
                String wrong = wrong(step, next);
                if (!wrong.isEmpty()) {
                    throw new AssertionError(wrong + "in " + next);
                }
            }
            case "<~~" -> await(step);
            default -> throw new AssertionError("no request was made");
        }
    }

    private void arrange(Step step) {
        String name = step.word(1);
        URI base = bases.get(node);
        switch (step.word(0)) {
            case "node" -> node = Integer.parseInt(name);
            case "ws" -> open.put(name, Heard.socket(wire, base, ask(step, "GET", step.after(2))));
            case "sse" -> open.put(name, Heard.events(wire, base, ask(step, "GET", step.after(2))));
            case "refused" -> same(step.word(2), Heard.refusal(wire, base, ask(step, "GET", step.after(3))));
            case "closed" -> same(step.word(2), of(name).closed());
            case "ended" -> same("0", of(name).closed());
            case "close" -> of(name).close();
            default -> throw new AssertionError("no such step");
        }
    }

    private static void same(String expected, int came) {
        if (!expected.equals(Integer.toString(came))) {
            throw new AssertionError("it was " + came);
        }
    }

    /// Passes over messages until one fits.
    private void await(Step step) {
        var passed = new StringBuilder();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Heard.Said next = of(step.word(0)).poll(PATIENCE);
            if (next == null) {
                break;
            }
            String wrong = wrong(step, next);
            if (wrong.isEmpty()) {
                return;
            }
            passed.append(next).append(System.lineSeparator()).append(wrong);
        }
        throw new AssertionError("none of these fits:%n%s".formatted(passed));
    }

    private String wrong(Step step, Heard.Said came) {
        if (came.event().isEmpty()) {
            return expectation.body(step.message(), came.data());
        }
        var wrong = new StringBuilder();
        for (String row : step.below()) {
            if (row.startsWith("event: ")) {
                wrong.append(expectation.text("event", row.substring(7), came.event()));
            } else if (row.startsWith("id: ")) {
                wrong.append(expectation.text("id", row.substring(4), came.id()));
            } else if (row.startsWith("data: ")) {
                wrong.append(expectation.body(row.substring(6), came.data()));
            } else if (!row.isBlank()) {
                throw new AssertionError("not a line of an event: " + row);
            }
        }
        return wrong.toString();
    }

    private Heard of(String name) {
        Heard heard = open.get(name);
        if (heard == null) {
            throw new AssertionError("nothing was opened as " + name);
        }
        return heard;
    }

    @Override
    public void close() {
        open.values().forEach(Heard::close);
        wire.close();
    }
}
