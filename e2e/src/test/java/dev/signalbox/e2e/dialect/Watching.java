package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.dialect.Way.Ear;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client's view of what a session says: the lines that it has heard.
final class Watching implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("line (\\d+) ");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Way way;
    private final Heard heard;
    private final Ear ear;
    private final List<Integer> lines = new ArrayList<>();
    private String rest = "";
    private String cursor;
    private boolean waiting;

    Watching(Way way, Heard heard, Ear ear) {
        this.way = way;
        this.heard = heard;
        this.ear = ear;
        this.cursor = "";
    }

    /// Another watching that goes on where this one was, if there is a way to say that.
    Watching again(Wire wire, URI base, Started session) {
        if (!way.resumes()) {
            return way.watch(wire, base, session, "");
        }
        Watching next = way.watch(wire, base, session, cursor);
        next.cursor = cursor;
        next.rest = rest;
        return next;
    }

    Way way() {
        return way;
    }

    /// Returns when the session is heard to wait: from here on nothing that it says is missed.
    Watching untilWaiting() {
        until(() -> waiting, "that it waits");
        return this;
    }

    /// Returns when so many lines have been heard, or more.
    void untilLines(int count) {
        until(() -> lines.size() >= count, count + " lines");
    }

    void untilLine(int number) {
        until(() -> lines.contains(number), "line " + number);
    }

    /// Returns when the server's end of the connection is gone and all that came has been heard.
    void untilOver() {
        until(heard::over, "its end");
    }

    private void until(BooleanSupplier met, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!met.getAsBoolean()) {
            Heard.Said said = heard.poll(LOOK);
            if (said != null) {
                take(ear.take(heard, said));
            }
            assertThat(System.nanoTime())
                    .as("%s wait for %s; heard were %s and '%s'", way, what, lines, rest)
                    .isLessThan(deadline);
        }
    }

    private void take(Way.Piece piece) {
        cursor = piece.cursor() == null ? cursor : piece.cursor();
        String text = rest + piece.text();
        waiting |= text.contains(Speech.WAITING);
        Matcher line = LINE.matcher(text);
        int end = 0;
        while (line.find()) {
            lines.add(Integer.parseInt(line.group(1)));
            end = line.end();
        }
        // As much as may be the beginning of the next.
        rest = text.substring(Math.max(end, text.length() - 20));
    }

    /// Their numbers, as they came.
    List<Integer> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        heard.close();
    }
}
