package dev.signalbox.cli.attach;

import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// The terminal of this process with every key passed on, also those that would send signals. Closing it puts things
/// back as they were.
public final class RawTerminal implements Screen, AutoCloseable {
    /// Leaves what full-screen programs switch on: other screen, mouse, bracketed paste, hidden cursor, colours.
    private static final String RESTORE =
            "\u001b[?1049l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?2004l\u001b[?25h\u001b[0m";

    private final Terminal terminal;
    private final Attributes before;
    private final InputStream in;
    private final OutputStream out;

    private RawTerminal(Terminal terminal, InputStream in) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        raw.setInputFlag(Attributes.InputFlag.IXON, false);
        raw.setOutputFlag(Attributes.OutputFlag.OPOST, false);
        raw.setControlChar(Attributes.ControlChar.VMIN, 1);
        raw.setControlChar(Attributes.ControlChar.VTIME, 0);
        terminal.setAttributes(raw);
        this.in = in;
        this.out = terminal.output();
    }

    /// @param in this process's standard input: JLine's own would hand keys over one by one, and hold closing up while
    /// somebody waits for the next
    public static RawTerminal open(InputStream in) throws IOException {
        // Left to itself, JLine asks the terminal what it can do, and the answers would be taken for keys.
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(false)
                .graphemeCluster(false)
                .build();
        return new RawTerminal(terminal, in);
    }

    @Override
    public int read(byte[] keys) throws IOException {
        return in.read(keys);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException _) {
            // A terminal that is gone ends the reading of keys.
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException _) {
            // As for writing.
        }
    }

    @Override
    public void notice(String line) {
        byte[] bytes = ("\r[signalbox] " + line + "\r\n").getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
        flush();
    }

    @Override
    public TerminalSize size() {
        int columns = terminal.getWidth();
        int rows = terminal.getHeight();
        return columns < 1 || rows < 1
                ? TerminalSize.DEFAULT
                : new TerminalSize(Math.min(columns, 1000), Math.min(rows, 1000));
    }

    @Override
    public void onResize(Runnable changed) {
        terminal.handle(Terminal.Signal.WINCH, _ -> changed.run());
    }

    @Override
    public void close() throws IOException {
        byte[] restore = RESTORE.getBytes(StandardCharsets.US_ASCII);
        write(restore, 0, restore.length);
        flush();
        terminal.setAttributes(before);
        terminal.close();
    }
}
