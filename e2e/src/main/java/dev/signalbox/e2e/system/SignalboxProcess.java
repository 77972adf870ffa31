package dev.signalbox.e2e.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// One `signalbox …` process, with what it writes in files. It starts with an environment of nothing but a PATH, a
/// home of its own and what is given.
public final class SignalboxProcess implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final Path errors;

    private SignalboxProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /// A server command from the classes under test.
    ///
    /// @param home where its files go; also the parent of what it writes
    /// @param arguments for instance `dev`, `--json`
    public static SignalboxProcess java(Path home, Map<String, String> environment, List<String> arguments)
            throws IOException {
        var argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.signalbox.dev.Main"));
        argv.addAll(arguments);
        return start(home, environment, argv);
    }

    /// A command through the launcher, which builds when sources are newer than what is built.
    public static SignalboxProcess launcher(
            Path repository, Path home, Map<String, String> environment, List<String> arguments) throws IOException {
        var argv = new ArrayList<>(List.of(repository.resolve("signalbox").toString()));
        argv.addAll(arguments);
        return start(home, environment, argv);
    }

    private static SignalboxProcess start(Path home, Map<String, String> environment, List<String> argv)
            throws IOException {
        Files.createDirectories(home);
        Path output = Files.createTempFile(home, "out-", ".txt");
        Path errors = Files.createTempFile(home, "err-", ".txt");
        var builder = new ProcessBuilder(argv)
                .directory(home.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "HOME",
                        System.getProperty("user.home"),
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "XDG_CONFIG_HOME",
                        home.resolve("config").toString(),
                        "XDG_DATA_HOME",
                        home.resolve("data").toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new SignalboxProcess(process, output, errors);
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// Standard output so far.
    public String output() throws IOException {
        return Files.readString(output);
    }

    /// Standard error so far.
    public String errors() throws IOException {
        return Files.readString(errors);
    }

    /// Sends SIGTERM.
    public void terminate() {
        process.destroy();
    }

    /// Sends SIGKILL.
    public void kill() {
        process.destroyForcibly();
    }

    /// The exit code; empty when it still runs after that time.
    public OptionalInt exit(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
