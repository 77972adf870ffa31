package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.EventStream;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.api.ServerEvent;
import dev.signalbox.cli.attach.Attachment;
import dev.signalbox.cli.attach.RawTerminal;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.CliException.Fault;
import dev.signalbox.cli.console.ExitCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// At a session's terminal.
@Command(
        name = "attach",
        description = "Shows a session's terminal and types into it. Ctrl-\\ leaves; the session goes on.")
final class Attach extends Verb {
    /// So many records that were shown last are shown again, so that the screen is not empty.
    private static final long TAIL = 64;

    /// So many bytes are shown again in any case.
    private static final long SHORT = 256 * 1024;

    @Parameters(paramLabel = "SESSION", description = "Id, unique prefix or @last.")
    String session = "";

    @Option(names = "--ro", description = "Only look.")
    boolean readOnly;

    @Option(names = "--takeover", description = "Take the keyboard from another one.")
    boolean takeover;

    Attach(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        return attach(invocation, invocation.reference(Kind.SESSION, session), readOnly, takeover);
    }

    static int attach(Invocation invocation, String ref, boolean readOnly, boolean takeover) {
        JsonNode session = invocation.api().get(Route.of("sessions", ref));
        String id = id(session);
        if (!Members.at(session, "spec", "interactive").asBoolean()) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    new Fault(
                            "NOT_INTERACTIVE", "session " + id + " has no terminal", "signalbox logs -f " + id, false));
        }
        if (!invocation.around().inIsTerminal() || !invocation.around().outIsTerminal()) {
            throw CliException.usage("attach needs a terminal", "signalbox logs -f " + id);
        }
        try (RawTerminal screen = RawTerminal.open(invocation.around().in())) {
            // Not before the terminal is ready: the key that leaves would end this process as it stands.
            screen.notice("detach: Ctrl-\\ · " + (readOnly ? "read-only" : "read-only: --ro")
                    + " · history: signalbox logs " + id);
            return new Attachment(invocation.api(), id, screen, readOnly, takeover).stay(tail(invocation, id));
        } catch (IOException e) {
            throw CliException.failed("NO_TERMINAL", "this terminal cannot be used: " + e.getMessage(), null);
        } finally {
            invocation.notices().hint("The session: signalbox session get " + id);
        }
    }

    /// The beginning of a short history, where the server does not say how long it is; nothing of a long one.
    private static @Nullable Long beginning(Invocation invocation, String id) {
        boolean isLong = invocation.api().hasByte(Route.of("sessions", id, "output"), SHORT);
        return isLong ? null : Long.valueOf(0);
    }

    /// Behind which record to begin, so that the newest output is shown; null when that cannot be known.
    private static @Nullable Long tail(Invocation invocation, String id) {
        Route newest = Route.of("sessions", id, "output").with("from", "end").with("follow", false);
        try (EventStream stream = invocation.api().stream(newest, null)) {
            for (ServerEvent event = stream.next(); event != null; event = stream.next()) {
                if (event.type().equals("caught_up")) {
                    long seq = invocation.api().parse(event.data()).path("seq").asLong();
                    return seq > 0 ? Long.valueOf(Math.max(0, seq - TAIL)) : beginning(invocation, id);
                }
            }
        } catch (IOException | CliException _) {
            // Then with what comes.
        }
        return null;
    }
}
