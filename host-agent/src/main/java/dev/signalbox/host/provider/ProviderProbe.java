package dev.signalbox.host.provider;

import dev.signalbox.host.driver.Executables;
import dev.signalbox.host.environment.EnvironmentBuilder;
import dev.signalbox.schemas.state.Fingerprint.ProviderFound;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Finds out which providers this machine has, by looking for their programs and running them for their versions.
///
/// @param environment the host agent's own: its PATH says where to look; the programs run with what a session of their
/// provider gets of it
/// @param terminals whether sessions can run in a terminal here
/// @param patience how long one program may take to answer
public record ProviderProbe(Map<String, String> environment, boolean terminals, Duration patience) {

    /// Nothing is sought in a working directory: a provider's program is a plain name.
    private static final Path ROOT = Path.of("/");

    /// What was found of a provider.
    ///
    /// @param credentials whether it has what its service asks for, as far as can be told from here
    public record Finding(Provider provider, Optional<Path> program, ProviderFound found, boolean credentials) {}

    private record Run(int exitCode, String output) {}

    /// All findings, in the order of the providers; they are looked for at the same time.
    public List<Finding> findings(List<Provider> providers) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = new ArrayList<Future<Finding>>();
            for (var provider : providers) {
                pending.add(threads.submit((Callable<Finding>) () -> finding(provider)));
            }
            var findings = new ArrayList<Finding>();
            for (var finding : pending) {
                findings.add(finding.get());
            }
            return findings;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a probe must end in a finding", e.getCause());
        }
    }

    private Finding finding(Provider provider) throws InterruptedException {
        var terminal = terminals && provider.terminal() != null;
        var name = provider.program();
        if (name == null) {
            return new Finding(
                    provider, Optional.empty(), new ProviderFound(provider.name(), true, terminal, null, null), true);
        }
        var program = Executables.find(name, environment.getOrDefault("PATH", ""), ROOT);
        if (program.isEmpty()) {
            return unusable(provider, program, "'" + name + "' is not on the PATH of the host agent");
        }
        if (provider.headless() == null && !terminal) {
            return unusable(provider, program, "needs a terminal, and there is no tmux here");
        }
        var version = run(provider, program.get(), provider.version());
        if (version.isEmpty() || version.get().exitCode() != 0) {
            return unusable(
                    provider,
                    program,
                    "'" + program.get() + " " + String.join(" ", provider.version()) + "' does not work");
        }
        var credentials = hasCredentials(provider, program.get());
        var detail = credentials
                ? null
                : "no credentials found: " + provider.credentials().hint();
        var found = new ProviderFound(
                provider.name(), true, terminal, firstLine(version.get().output()), detail);
        return new Finding(provider, program, found, credentials);
    }

    private static Finding unusable(Provider provider, Optional<Path> program, String why) {
        return new Finding(provider, program, new ProviderFound(provider.name(), false, false, null, why), false);
    }

    private boolean hasCredentials(Provider provider, Path program) throws InterruptedException {
        var credentials = provider.credentials();
        if (!credentials.needed() || credentials.standIn(environment)) {
            return true;
        }
        return run(provider, program, credentials.check())
                .map(run -> run.exitCode() == 0)
                .orElse(false);
    }

    /// Empty when the program could not be started or did not end in time.
    private Optional<Run> run(Provider provider, Path program, List<String> arguments) throws InterruptedException {
        var argv = new ArrayList<String>();
        argv.add(program.toString());
        argv.addAll(arguments);
        var builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(new EnvironmentBuilder(environment)
                        .inherited(provider.environment().passedFrom(environment)));
        try {
            var output = Files.createTempFile("signalbox-probe", ".out");
            try {
                var process = builder.redirectOutput(output.toFile()).start();
                process.getOutputStream().close();
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    return Optional.empty();
                }
                return Optional.of(
                        new Run(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8)));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String firstLine(String output) {
        return output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
