package dev.signalbox.host.session;

import dev.signalbox.host.driver.Sending;
import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.TerminalAbilities;
import dev.signalbox.host.provider.Launch;
import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.host.session.SessionNote.Prompt;
import dev.signalbox.host.session.SessionNote.Prompt.Step;
import dev.signalbox.host.spool.SpoolReader;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings prompts into a session's process, one after the other. Each is noted before its first byte is written, so
/// that after a crash it is delivered, or told as unknown, and never repeated silently.
final class Prompts {
    private static final Logger log = LoggerFactory.getLogger(Prompts.class);
    private static final Duration WRITE = Duration.ofSeconds(30);
    private static final Duration SCREEN_AT_MOST = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final NoteKeeper note;
    private final Launch launch;
    private final ItemReports items;
    private final Reporter reporter;
    private final SessionHandle handle;
    private final LongSupplier passedDirective;
    private boolean screenSeen;

    /// @param passedDirective sequence of the newest directive that is never read again
    Prompts(
            NoteKeeper note,
            Launch launch,
            ItemReports items,
            Reporter reporter,
            SessionHandle handle,
            LongSupplier passedDirective) {
        this.note = note;
        this.launch = launch;
        this.items = items;
        this.reporter = reporter;
        this.handle = handle;
        this.passedDirective = passedDirective;
    }

    /// Brings a noted prompt in if it still waits, and else tells what became of it. May be called again after a
    /// failure, of this host agent or an earlier one.
    void bring(String inputId) throws IOException, InterruptedException {
        Prompt prompt = note.now().inputs().get(inputId);
        if (prompt == null) {
            return;
        }
        switch (prompt.step()) {
            case WAITING -> write(inputId, prompt);
            case WRITING -> settle(inputId, prompt.at(Step.UNKNOWN));
            case DELIVERED, UNKNOWN, REFUSED -> {
                if (!prompt.told()) {
                    tell(inputId, prompt);
                }
            }
        }
        if (note.now().spec().oneShot() || !launch.prompting().manyTurns()) {
            handle.endInput();
        }
    }

    private void write(String inputId, Prompt prompt) throws IOException, InterruptedException {
        if (handle instanceof TerminalAbilities) {
            awaitScreen();
        }
        note.change(n -> n.with(inputId, prompt.at(Step.WRITING)));
        String text = prompt.text();
        Prompt settled;
        Optional<Item.ApprovalRequest> request = items.takeWaiting();
        try {
            settled = switch (send(request, text == null ? "" : text)) {
                case Sending.Sent() ->
                    prompt.answering(
                                    request.map(Item.ApprovalRequest::requestId).orElse(null))
                            .at(Step.DELIVERED);
                case Sending.NotSent(var why) -> prompt.refused(why);
                case Sending.Partly() -> prompt.at(Step.UNKNOWN);
            };
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("sessionId", note.now().sessionId())
                    .log("an input could not be written: {}", e.getMessage());
            settled = prompt.at(Step.UNKNOWN);
        }
        settle(inputId, settled);
    }

    private Sending send(Optional<Item.ApprovalRequest> request, String text) throws IOException {
        if (request.isPresent()) {
            return handle.send(launch.input().answer(request.get(), text), WRITE);
        }
        items.prompted();
        return switch (launch.prompting()) {
            case LINES, WHOLE_INPUT -> handle.send(launch.input().prompt(text), WRITE);
            case LAST_WORD -> new Sending.Sent();
            case PASTE ->
                handle instanceof TerminalAbilities terminal
                        ? terminal.prompt(text)
                        : handle.send(launch.input().prompt(text + "\r"), WRITE);
        };
    }

    private void settle(String inputId, Prompt settled) {
        note.change(n -> n.with(inputId, settled));
        tell(inputId, settled);
    }

    private void tell(String inputId, Prompt prompt) {
        reporter.tell(report(note.now().sessionId(), inputId, prompt))
                .thenRun(() -> note.change(n -> n.told(inputId, passedDirective.getAsLong())));
    }

    static Report report(String sessionId, String inputId, Prompt prompt) {
        return switch (prompt.step()) {
            case DELIVERED -> new Report.InputDelivered(sessionId, inputId);
            case REFUSED ->
                new Report.InputRefused(
                        sessionId, inputId, Objects.requireNonNullElse(prompt.why(), ErrorCode.SESSION_ENDED));
            case WAITING, WRITING, UNKNOWN -> new Report.InputUnknown(sessionId, inputId);
        };
    }

    /// Brings in what waits, tells what is settled or can no longer be known.
    void goOn() throws IOException, InterruptedException {
        for (String inputId : note.now().inputs().keySet()) {
            bring(inputId);
        }
    }

    /// A program that draws a screen throws away what was typed before it reads keys: the first prompt waits until
    /// it has said that it does, or at most a while.
    private void awaitScreen() throws IOException, InterruptedException {
        String mark = launch.readyMark();
        if (screenSeen || mark == null) {
            return;
        }
        screenSeen = true;
        long deadline = System.nanoTime() + SCREEN_AT_MOST.toNanos();
        StringBuilder seen = new StringBuilder();
        try (SpoolReader screen = handle.output(0)) {
            while (System.nanoTime() < deadline && seen.indexOf(mark) < 0) {
                screen.next(LOOK).ifPresent(chunk -> {
                    seen.append(new String(chunk.bytes(), StandardCharsets.ISO_8859_1));
                    seen.delete(0, Math.max(0, seen.length() - chunk.bytes().length - mark.length()));
                });
            }
        }
    }
}
