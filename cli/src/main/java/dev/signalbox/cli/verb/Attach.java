package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.attach.Attachment;
import dev.signalbox.cli.attach.RawTerminal;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.CliException.Fault;
import dev.signalbox.cli.console.ExitCode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// At a session's terminal.
@Command(
        name = "attach",
        description = "Shows a session's terminal and types into it. Ctrl-\\ leaves; the session goes on.")
final class Attach extends Verb {
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
            return new Attachment(invocation.api(), id, screen, readOnly, takeover).stay(null);
        } catch (IOException e) {
            throw CliException.failed("NO_TERMINAL", "this terminal cannot be used: " + e.getMessage(), null);
        } finally {
            invocation.notices().hint("The session: signalbox session get " + id);
        }
    }
}
