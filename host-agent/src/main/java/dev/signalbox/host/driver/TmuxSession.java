package dev.signalbox.host.driver;

import dev.signalbox.host.process.Signal;
import dev.signalbox.host.process.Usage;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.host.spool.SpoolReader;
import dev.signalbox.host.spool.StartRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session under a shim whose terminal is shown in tmux.
///
/// Keystrokes go straight to the terminal, not through tmux: while a person scrolls back there, tmux would take
/// them for commands of its own, and a dead tmux would lose them. Only a prompt goes through tmux, which knows
/// whether the program wants pastes bracketed.
final class TmuxSession implements SessionHandle, TerminalAbilities {
    private static final Logger log = LoggerFactory.getLogger(TmuxSession.class);

    private static final Duration READY = Duration.ofSeconds(5);
    private static final Duration HIDE = Duration.ofSeconds(3);

    /// A program that reads paste and Enter at once may take the Enter for a part of the paste.
    private static final Duration BEFORE_ENTER = Duration.ofMillis(50);

    private final ShimSession session;
    private final Tmux tmux;
    private final Tmux.Screen screen;
    private final Path screenScript;
    private final Screenshots screenshots;
    private final ReentrantLock lock = new ReentrantLock();
    private TerminalSize size;
    private volatile @Nullable String lastPane;

    TmuxSession(
            ShimSession session,
            Tmux tmux,
            Tmux.Screen screen,
            Path screenScript,
            Screenshots screenshots,
            TerminalSize size) {
        this.session = session;
        this.tmux = tmux;
        this.screen = screen;
        this.screenScript = screenScript;
        this.screenshots = screenshots;
        this.size = size;
    }

    /// Shows the terminal, if nothing does already. That it cannot be shown does no harm to the session.
    void show() {
        try {
            tmuxPane();
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("sessionId", session.folder().sessionId())
                    .log("the session runs without a screen: {}", e.getMessage());
        }
    }

    @Override
    public String tmuxSession() {
        return screen.name();
    }

    @Override
    public @Nullable String lastPane() {
        return lastPane;
    }

    @Override
    public String tmuxPane() throws IOException {
        lock.lock();
        try {
            String pane = tmux.pane(screen).orElse(null);
            lastPane = pane != null ? pane : newPane();
            return lastPane;
        } finally {
            lock.unlock();
        }
    }

    private String newPane() throws IOException {
        if (session.look() instanceof SessionState.Ended) {
            throw new IOException("the session has ended");
        }
        Files.deleteIfExists(ready());
        return tmux.newSession(
                screen,
                size,
                List.of(
                        "/bin/sh",
                        screenScript.toString(),
                        session.folder().path().toString()));
    }

    private Path ready() {
        return session.folder().path().resolve("screen-ready");
    }

    /// A new screen drops what comes before it is ready.
    private void awaitScreen() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!Files.exists(ready())) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the screen of the session does not come up");
            }
            session.awaitChange(Duration.ofMillis(20));
        }
    }

    @Override
    public List<String> attachCommand() {
        return tmux.attachCommand(screen.name());
    }

    @Override
    public Sending prompt(String text) throws IOException {
        if (session.look() instanceof SessionState.Ended) {
            return new Sending.NotSent(ErrorCode.SESSION_ENDED);
        }
        lock.lock();
        try {
            tmuxPane();
            awaitScreen();
            if (!text.isEmpty()) {
                tmux.paste(screen.name(), text.getBytes(StandardCharsets.UTF_8));
                Thread.sleep(BEFORE_ENTER);
            }
            tmux.pressEnter(screen.name());
            return new Sending.Sent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted between a prompt and its Enter", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resize(TerminalSize newSize) throws IOException {
        lock.lock();
        try {
            size = newSize;
            tmuxPane();
            tmux.resize(screen.name(), newSize);
            TerminalDevice.resize(process().terminal(), newSize);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Shown shown(byte[] before, long from, long to) throws IOException {
        TerminalSize now;
        lock.lock();
        try {
            now = size;
        } finally {
            lock.unlock();
        }
        return screenshots.take(session.folder(), now, before, from, to);
    }

    @Override
    public Optional<SessionExit> awaitExit(Duration atMost) throws IOException, InterruptedException {
        Optional<SessionExit> exit = session.awaitExit(atMost);
        if (exit.isPresent()) {
            hide();
        }
        return exit;
    }

    /// Ends the screen. tmux may hang, or be somebody else's: the session's end does not wait for it for long.
    void hide() {
        Thread hiding = Thread.ofVirtual().start(() -> {
            try {
                tmux.kill(screen);
            } catch (IOException e) {
                log.atWarn()
                        .addKeyValue("sessionId", session.folder().sessionId())
                        .log("the screen of an ended session stays: {}", e.getMessage());
            }
        });
        try {
            hiding.join(HIDE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A terminal has no end of file of its own; a program that reads lines takes Ctrl-D for it.
    @Override
    public boolean endInput() {
        return false;
    }

    @Override
    public PersistedHandle persisted() {
        return new PersistedHandle(TmuxDriver.NAME, session.folder().sessionId(), screen.wanted());
    }

    @Override
    public StartRecord process() {
        return session.process();
    }

    @Override
    public SessionFolder folder() {
        return session.folder();
    }

    @Override
    public SpoolReader output(long from) {
        return session.output(from);
    }

    @Override
    public SpoolReader errors(long from) {
        return session.errors(from);
    }

    @Override
    public Sending send(byte[] bytes, Duration atMost) throws IOException {
        return session.send(bytes, atMost);
    }

    @Override
    public boolean signal(Signal signal) throws IOException {
        return session.signal(signal);
    }

    @Override
    public List<Long> stop(Duration grace) throws IOException, InterruptedException {
        return session.stop(grace);
    }

    @Override
    public SessionState look() {
        return session.look();
    }

    @Override
    public Optional<Usage> usage() {
        return session.usage();
    }

    @Override
    public void close() {
        session.close();
    }
}
