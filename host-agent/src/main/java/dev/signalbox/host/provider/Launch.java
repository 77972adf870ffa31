package dev.signalbox.host.provider;

import dev.signalbox.host.provider.parse.ParserFactory;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.SessionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One way of running a provider: headless, or in a terminal.
///
/// @param start the argv of a new native session
/// @param resume the argv that goes on with an earlier one; empty where that cannot be done
/// @param approvals flags for each approval mode; none for a mode that is missing
/// @param answering flags that make the provider ask over its streams; used when standard input stays open, since
///     nobody could answer otherwise
/// @param readyMark what the program writes to its terminal once it takes prompts; null where it may be pasted to at
///     once. A program that never writes it should be pasted to after some seconds
/// @param ownErr whether standard error is kept apart from standard output
/// @param parser makes the parser of a session's standard output; null where the output is for eyes or of any kind
public record Launch(
        List<Part> start,
        List<Part> resume,
        Map<ApprovalMode, List<String>> approvals,
        List<String> answering,
        Prompting prompting,
        InputFormat input,
        @Nullable String readyMark,
        boolean ownErr,
        @Nullable ParserFactory parser) {

    /// A program asks for bracketed paste when it begins to read keys.
    static final String ASKS_FOR_BRACKETED_PASTE = "\u001b[?2004h";

    public Launch {
        start = List.copyOf(start);
        resume = List.copyOf(resume);
        approvals = Map.copyOf(approvals);
        answering = List.copyOf(answering);
    }

    public boolean resumable() {
        return !resume.isEmpty();
    }

    /// Whether the native session of a new run is given its id here, and so is known before the first output.
    public boolean namesNativeSession() {
        return start.contains(Part.Slot.NATIVE_SESSION);
    }

    /// The argv of a session.
    ///
    /// @param program the path of the provider's program; not used where the session's command says it all
    /// @param nativeSession the native session that is resumed, or that is begun
    List<String> argv(List<Part> template, String program, SessionSpec spec, String nativeSession) {
        var argv = new ArrayList<String>();
        for (var part : template) {
            switch (part) {
                case Part.Word word -> argv.add(word.text());
                case Part.Slot slot -> {
                    switch (slot) {
                        case PROGRAM -> argv.add(program);
                        case APPROVALS -> {
                            argv.addAll(approvals.getOrDefault(spec.approvals(), List.of()));
                            if (!spec.oneShot()) {
                                argv.addAll(answering);
                            }
                        }
                        case ARGUMENTS -> argv.addAll(spec.command());
                        case NATIVE_SESSION -> argv.add(nativeSession);
                    }
                }
            }
        }
        return List.copyOf(argv);
    }
}
