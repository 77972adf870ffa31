package dev.signalbox.host.driver;

import dev.signalbox.host.process.Tool;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The terminal of a program, by the path of its device.
final class TerminalDevice {
    private static final Duration TOOL = Duration.ofSeconds(5);
    private static final int MOST = 1000;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");

    private TerminalDevice() {}

    /// Its size as the program sees it; the default when it is gone.
    static TerminalSize size(String device) throws IOException {
        Tool.Outcome outcome = Tool.run(Tool.Call.of(List.of("stty", "-F", device, "size"), TOOL));
        Matcher size = SIZE.matcher(outcome.out());
        if (!outcome.ok()
                || !size.matches()
                || size.group(1).equals("0")
                || size.group(2).equals("0")) {
            return TerminalSize.DEFAULT;
        }
        return new TerminalSize(
                Math.min(MOST, Integer.parseInt(size.group(2))), Math.min(MOST, Integer.parseInt(size.group(1))));
    }

    static void resize(String device, TerminalSize size) throws IOException {
        Tool.Outcome outcome = Tool.run(Tool.Call.of(
                List.of(
                        "stty",
                        "-F",
                        device,
                        "rows",
                        Integer.toString(size.rows()),
                        "columns",
                        Integer.toString(size.columns())),
                TOOL));
        if (!outcome.ok()) {
            throw new IOException(
                    "the terminal cannot be resized: " + outcome.err().trim());
        }
    }
}
