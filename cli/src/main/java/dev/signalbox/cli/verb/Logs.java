package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.OutputFormat;
import dev.signalbox.cli.follow.Detaching;
import dev.signalbox.cli.follow.Watching;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a session put out.
@Command(name = "logs", description = "Shows what a session put out; with -f goes on until the session has ended.")
final class Logs extends Verb {
    @Parameters(paramLabel = "SESSION", description = "Id, unique prefix or @last.")
    String session = "";

    @Mixin
    LogOptions options = new LogOptions();

    Logs(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        return show(this, invocation.reference(Kind.SESSION, session), options);
    }

    /// The options that say which output is wanted.
    static final class LogOptions {
        @Option(
                names = {"-f", "--follow"},
                description = "Go on with what comes, over lost connections, until the session has ended.")
        boolean follow;

        @Option(names = "--from", paramLabel = "CURSOR", description = "start (the default), end, or a cursor.")
        @Nullable
        String from;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "From this time on: RFC 3339, or a duration ago, for instance 10m.")
        @Nullable
        String since;

        @Option(names = "--stream", paramLabel = "STREAM", description = "out or err. Default: both.")
        @Nullable
        Stream stream;

        @Option(names = "--thoughts", description = "Among items also what the agent shows of its reasoning.")
        boolean thoughts;

        @Mixin
        Following following = new Following();

        enum Stream {
            out,
            err
        }
    }

    static int show(Verb verb, String ref, LogOptions options) {
        Invocation invocation = verb.invocation;
        if (options.follow) {
            refuseDocument(invocation);
        }
        JsonNode session = verb.api().get(Route.of("sessions", ref));
        Watching.Part part = part(invocation, options);
        Watching watching = verb.watching(options.following.view, options.following.codeOfAgent);
        if (!options.follow) {
            return watching.session(session, part);
        }
        String id = id(session);
        try (Detaching _ = new Detaching(invocation.notices(), "session " + id, "signalbox logs -f " + id)) {
            return watching.session(session, part);
        }
    }

    static void refuseDocument(Invocation invocation) {
        if (invocation.format() == OutputFormat.json) {
            throw CliException.usage("json is one document, and this is a stream", "-o jsonl");
        }
    }

    static Watching.Part part(Invocation invocation, LogOptions options) {
        return new Watching.Part(
                options.from,
                since(invocation, options.since),
                options.stream == null ? null : options.stream.name(),
                options.follow,
                options.thoughts);
    }

    private static @Nullable String since(Invocation invocation, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeParseException _) {
            return invocation
                    .around()
                    .clock()
                    .instant()
                    .minus(Invocation.duration("--since", text))
                    .toString();
        }
    }
}
