package dev.signalbox.dev;

import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.client.RefusedException;
import dev.signalbox.dev.demo.Demo;
import dev.signalbox.dev.demo.DemoRepository;
import dev.signalbox.dev.demo.Screen;
import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.dev.stack.StackOptions;
import dev.signalbox.settings.ProductVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox demo`: the main job from join to result, with its checks, on data of its own that it takes away
/// again.
@Command(name = "demo", description = "Does the main job on real programs, checks it, and says what it checked.")
final class DemoCommand implements Callable<Integer> {
    /// Within the 10 s that Ctrl-C may take.
    private static final Duration CLEANING_UP = Duration.ofSeconds(9);

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        var settled = Processes.settle("demo", DemoSettings.class, arguments);
        if (settled.settings().isEmpty()) {
            return settled.code();
        }
        try (Interruption interruption = Interruption.ofThisThread(CLEANING_UP)) {
            return demonstrate(settled.settings().get(), interruption);
        }
    }

    private static int demonstrate(DemoSettings settings, Interruption interruption) {
        var screen = new Screen(System.out);
        Path directory = null;
        try {
            directory = Files.createTempDirectory("signalbox-demo-").toRealPath();
            Logging.toFile(directory.resolve("demo.log"));
            List<String> failures = run(settings, directory, screen, interruption);
            if (failures.isEmpty()) {
                remove(directory);
                return 0;
            }
            System.err.println("signalbox demo: %d checks failed:".formatted(failures.size()));
            failures.forEach(failure -> System.err.println("  " + failure));
        } catch (InterruptedException
                | IOException
                | UncheckedIOException
                | IllegalStateException
                | RefusedException e) {
            if (interruption.came()) {
                return interrupted(directory);
            }
            System.err.println("signalbox demo: " + e.getMessage());
        }
        if (directory != null) {
            System.err.println("What it left, with the log, is in " + directory);
        }
        return 1;
    }

    private static int interrupted(@Nullable Path directory) {
        try {
            if (directory != null) {
                remove(directory);
            }
            System.err.println("signalbox demo: interrupted; nothing of it is left");
        } catch (IOException | UncheckedIOException e) {
            System.err.println("signalbox demo: interrupted; what it left is in " + directory + ": " + e.getMessage());
        }
        return Interruption.EXIT_CODE;
    }

    private static List<String> run(DemoSettings settings, Path directory, Screen screen, Interruption interruption)
            throws IOException, InterruptedException {
        Path work = directory.resolve("work");
        Path repo = settings.repo();
        DemoRepository repository = repo == null ? DemoRepository.make(work.resolve("shop")) : DemoRepository.at(repo);
        List<Path> bases = repo == null ? List.of(work) : List.of(work, repository.root());
        try (DevStack stack = DevStack.start(StackOptions.in(directory).working(bases))) {
            String provider = settings.provider().name().toLowerCase(Locale.ROOT);
            try (var client = new ApiClient(stack.api(), stack.token())) {
                var host = client.get("/v1/hosts/" + stack.hostId());
                screen.say("signalbox demo %s · JDK %s · data %s (removed at the end)"
                        .formatted(ProductVersion.own(), Runtime.version(), directory));
                screen.say("Ready after %.1f s: API %s and %s, Kafka %s"
                        .formatted(
                                Elapsed.sinceStart(),
                                stack.api().getFirst(),
                                stack.api().getLast(),
                                stack.kafka()));
                screen.say("Host %s joined as %s · %s"
                        .formatted(host.path("name").asText(), stack.hostId(), Found.in(host)));
            }
            var demo = new Demo(stack, screen, provider);
            List<String> failures;
            boolean done = false;
            try {
                failures = demo.run(repository);
                done = true;
            } finally {
                // An interruption must not reach what cleans up behind it.
                Thread.interrupted();
                if (!done) {
                    demo.stopSessions();
                }
                if (!repository.own() && (done || interruption.came())) {
                    repository.releaseWorktrees(directory);
                }
            }
            screen.say("");
            screen.say("%d things checked, %d differ, %.1f s."
                    .formatted(demo.passed() + failures.size(), failures.size(), Elapsed.sinceStart()));
            return failures;
        }
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
