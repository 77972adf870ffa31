package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Http;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ClientConfig;
import dev.signalbox.cli.console.LastUsed;
import dev.signalbox.cli.console.Notices;
import dev.signalbox.cli.console.OutputFormat;
import dev.signalbox.cli.console.Surroundings;
import dev.signalbox.cli.output.Printer;
import dev.signalbox.cli.output.Times;
import dev.signalbox.settings.Durations;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One call of the program: what a verb needs, made when it first asks for it.
public final class Invocation {
    private final Globals globals;
    private final Surroundings around;
    private @Nullable Api api;
    private @Nullable Notices notices;

    public Invocation(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    Surroundings around() {
        return around;
    }

    Api api() {
        if (api == null) {
            // Wrong usage is told before anything is asked.
            format();
            ClientConfig config = ClientConfig.load(globals.server, globals.token, around, notices());
            api = new Api(
                    new Http(config, notices()),
                    duration("--request-timeout", globals.requestTimeout),
                    globals.idempotencyKey);
        }
        return api;
    }

    Notices notices() {
        if (notices == null) {
            boolean off = globals.noHints || "0".equals(around.variable("SIGNALBOX_HINTS"));
            notices = new Notices(around.err(), globals.quiet, around.errIsTerminal() && !off);
        }
        return notices;
    }

    public OutputFormat format() {
        if (globals.output != null) {
            return globals.output;
        }
        String variable = around.variable("SIGNALBOX_OUTPUT");
        try {
            return variable == null ? OutputFormat.table : OutputFormat.valueOf(variable.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw CliException.usage("SIGNALBOX_OUTPUT is none of table, json and jsonl", null);
        }
    }

    Printer printer() {
        boolean relative = globals.time == null ? around.outIsTerminal() : globals.time == Globals.TimeForm.relative;
        return new Printer(
                around.out(),
                format(),
                around.outIsTerminal() || globals.output == OutputFormat.table,
                new Times(around.clock().instant(), relative));
    }

    static Duration duration(String option, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(option + " " + e.getMessage(), null);
        }
    }

    /// What a reference means: an id, a prefix of one or a name is the server's to know; `@last` is resolved here,
    /// and of an address of the dashboard only the last part counts.
    ///
    String reference(Kind kind, String given) {
        if (given.isBlank()) {
            throw CliException.usage("an empty reference names nothing", null);
        }
        if (!given.equals("@last")) {
            return given.contains("://") ? given.substring(given.lastIndexOf('/') + 1) : given;
        }
        String remembered = new LastUsed(around).of(kind.singular());
        if (remembered != null) {
            return remembered;
        }
        JsonNode newest = api().get(kind.route().with("limit", 1)).path("items").path(0);
        String id = Members.text(newest, "id");
        if (id == null) {
            throw CliException.usage("@last: there is no " + kind.singular(), null);
        }
        return id;
    }

    void remember(Kind kind, String id) {
        new LastUsed(around).remember(kind.singular(), id);
    }
}
