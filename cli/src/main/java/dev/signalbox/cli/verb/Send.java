package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A prompt for a session, or keystrokes.
@Command(name = "send", description = "Queues a prompt for a session; with --keys types into its terminal.")
final class Send extends Verb {
    private static final Set<String> SETTLED = Set.of("DELIVERED", "DELIVERY_UNKNOWN", "CANCELED", "UNDELIVERED");

    @Parameters(index = "0", paramLabel = "SESSION", description = "Id, unique prefix or @last.")
    String session = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The prompt; - or nothing reads it from standard input.")
    @Nullable
    String text;

    @Option(names = "--wait", description = "Until the prompt is in the process's input.")
    boolean wait;

    @Option(names = "--keys", description = "Type the text, byte for byte, instead of queueing a prompt.")
    boolean keys;

    @Option(names = "--enter", description = "With --keys: the Enter key behind the text.")
    boolean enter;

    @Option(names = "--takeover", description = "With --keys: take the keyboard from another one.")
    boolean takeover;

    Send(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        if ((enter || takeover) && !keys) {
            throw CliException.usage("--enter and --takeover belong to --keys", null);
        }
        String ref = invocation.reference(Kind.SESSION, session);
        if (text == null && invocation.around().inIsTerminal() && !enter) {
            throw CliException.usage("what is to be sent?", "signalbox send " + session + " \"and now the tests\"");
        }
        String words = text == null && enter ? "" : Work.text(text == null ? "-" : text, invocation.around());
        return keys ? type(ref, words) : queue(ref, words);
    }

    private int type(String ref, String words) {
        ObjectNode body = Api.object().put("text", enter ? words + "\r" : words).put("takeover", takeover);
        JsonNode written = api().postOnce(Route.of("sessions", ref, "keystrokes"), body);
        invocation.printer().made("epoch " + written.path("epoch") + " seq " + written.path("seq"), written);
        return ExitCode.OK;
    }

    private int queue(String ref, String words) {
        JsonNode input =
                api().post(Route.of("sessions", ref, "inputs"), Api.object().put("text", words));
        String id = id(input);
        while (wait && !SETTLED.contains(input.path("status").asText())) {
            pause();
            input = api().get(Route.of("sessions", ref, "inputs", id));
        }
        invocation.printer().made(id, input);
        String status = Members.textOr(input, "status", "");
        if (!wait || status.equals("DELIVERED")) {
            return ExitCode.OK;
        }
        invocation.notices().warn("input " + id + ": " + status);
        return ExitCode.UNSUCCESSFUL;
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.unreachable("interrupted", null);
        }
    }
}
