package dev.signalbox.dev;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.dev.stack.StackOptions;
import dev.signalbox.settings.ProductVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox dev`: the whole system for one machine.
@Command(
        name = "dev",
        description = "Broker, processor, two API nodes and a host agent in one JVM; stays up and keeps its data.")
final class DevCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final Logger log = LoggerFactory.getLogger(DevCommand.class);

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var settled = Processes.settle("dev", DevSettings.class, arguments);
        if (settled.settings().isEmpty()) {
            return settled.code();
        }
        DevSettings settings = settled.settings().get();
        Folders folders = Folders.ofProcess();
        Path dataDir = settings.dataDir().toAbsolutePath().normalize();
        Path logFile = dataDir.resolve("dev.log");
        Logging.toFile(logFile);

        DevStack stack;
        try {
            stack = DevStack.start(new StackOptions(
                    dataDir,
                    settings.baseDir() == null ? List.of() : List.of(settings.baseDir()),
                    settings.port(),
                    settings.kafkaPort(),
                    settings.dialects(),
                    settings.name()));
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            System.err.println("signalbox dev: " + e.getMessage());
            System.err.println("The log is in " + folders.shown(logFile));
            return 1;
        }
        String config = writeConfig(settings, folders, stack);
        if (settings.json()) {
            System.out.println(ReadyLine.of(stack).json());
        } else {
            greet(stack, folders, logFile, config);
        }
        System.out.flush();
        Ending.await(
                PATIENCE,
                () -> System.err.println("Stopping. Sessions go on; the next `signalbox dev` finds them."),
                stack,
                () -> HostCommand.fault(stack.hostReadiness()),
                DevCommand::ends);
        return 0;
    }

    /// Without its host agent it would take work that nothing does.
    private static void ends(Ending.Fault over) {
        String says = "the host agent can do no more: " + over.why();
        log.error(says);
        System.err.println("signalbox dev: " + says + ". Sessions go on; the next `signalbox dev` finds them.");
    }

    /// What is said about the token.
    private static String writeConfig(DevSettings settings, Folders folders, DevStack stack) throws IOException {
        if (settings.noConfig()) {
            return stack.token();
        }
        ClientFile file = ClientFile.in(folders);
        return file.write(stack.api(), stack.token())
                ? "in %s, where the cli finds it".formatted(folders.shown(file.path()))
                : "%s (%s is not ours, and was left as it is)".formatted(stack.token(), folders.shown(file.path()));
    }

    private static void greet(DevStack stack, Folders folders, Path logFile, String token) {
        JsonNode host;
        try (var client = new ApiClient(stack.api(), stack.token())) {
            host = client.get("/v1/hosts/" + stack.hostId());
        }
        var lines = new ArrayList<String>();
        lines.add("signalbox dev %s · JDK %s · data %s"
                .formatted(ProductVersion.own(), Runtime.version(), folders.shown(stack.dataDir())));
        lines.add("  API    %s   (OpenAPI: /openapi.yaml)"
                .formatted(stack.api().stream().map(URI::toString).collect(Collectors.joining("   "))));
        if (!stack.dialects(0).isEmpty()) {
            lines.add("  Speaks "
                    + stack.dialects(0).entrySet().stream()
                            .map(dialect -> dialect.getKey() + " " + dialect.getValue())
                            .collect(Collectors.joining("   ")));
        }
        lines.add("  Token  " + token);
        lines.add("  Kafka  %s   (embedded, development only)".formatted(stack.kafka()));
        lines.add("  Host   %s  ready · %s".formatted(host.path("name").asText(), Found.in(host)));
        lines.add("  Work   %s   (sessions work inside it)"
                .formatted(folders.shown(stack.baseDirs().getFirst())));
        if (!stack.notes().isEmpty()) {
            lines.add("  " + String.join(" ", stack.notes()));
        }
        lines.add("Ready in %.1f s.".formatted(Elapsed.sinceStart()));
        lines.add("Next:  ./signalbox run -p command -- date     (in a second terminal)");
        lines.add("       ./signalbox ps     ./signalbox logs -f @last     ./signalbox task list");
        lines.add("Ctrl-C stops the server; sessions go on. Log: " + folders.shown(logFile));
        lines.forEach(System.out::println);
    }
}
