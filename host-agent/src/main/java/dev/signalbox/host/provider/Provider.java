package dev.signalbox.host.provider;

import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.SessionSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that sessions run, as data.
///
/// @param name as it stands in a session's spec
/// @param program the name to look for on the PATH; null where the session's command names its own
/// @param headless null where the provider needs a terminal
/// @param terminal null where the provider has no use for one
/// @param version arguments that print the version; empty where there is none
public record Provider(
        String name,
        @Nullable String program,
        @Nullable Launch headless,
        @Nullable Launch terminal,
        Environment environment,
        Credentials credentials,
        List<String> version) {

    public Provider {
        version = List.copyOf(version);
    }

    public Optional<Launch> launch(boolean interactive) {
        return Optional.ofNullable(interactive ? terminal : headless);
    }

    /// What to start for a session.
    ///
    /// @param programPath where [#program()] was found; not used where there is none
    /// @param epoch of the launch: a native session's id is used once only
    public CommandLine commandLine(String programPath, SessionSpec spec, String sessionId, long epoch)
            throws LaunchRefusedException {
        var launch = launch(spec.interactive()).orElseThrow(() -> spec.interactive() ? noTerminal() : needsTerminal());
        if (spec.resumes() == null && spec.resumeNativeId() == null) {
            var fresh = freshNativeSession(sessionId, epoch);
            var argv = launch.argv(launch.start(), programPath, spec, fresh);
            return new CommandLine(argv, launch, launch.namesNativeSession() ? fresh : null);
        }
        var nativeId = spec.resumeNativeId();
        if (!launch.resumable()) {
            throw new LaunchRefusedException(
                    ErrorCode.SESSION_NOT_RESUMABLE,
                    "the provider '" + name + "' cannot go on with an earlier session");
        }
        if (nativeId == null) {
            throw new LaunchRefusedException(
                    ErrorCode.SESSION_NOT_RESUMABLE,
                    "session " + spec.resumes() + " never told its native session, so there is nothing to go on with");
        }
        return new CommandLine(launch.argv(launch.resume(), programPath, spec, nativeId), launch, nativeId);
    }

    private LaunchRefusedException noTerminal() {
        return new LaunchRefusedException(
                ErrorCode.NOT_INTERACTIVE, "the provider '" + name + "' does not run in a terminal");
    }

    private LaunchRefusedException needsTerminal() {
        return new LaunchRefusedException(
                ErrorCode.LAUNCH_FAILED,
                "the provider '" + name + "' needs a terminal: start it with interactive=true");
    }

    /// The same launch always has the same one, so that a repeated start cannot make two.
    private static String freshNativeSession(String sessionId, long epoch) {
        return UUID.nameUUIDFromBytes((sessionId + ":" + epoch).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
