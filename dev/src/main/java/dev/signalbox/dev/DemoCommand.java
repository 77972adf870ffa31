package dev.signalbox.dev;

import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.client.RefusedException;
import dev.signalbox.dev.demo.Demo;
import dev.signalbox.dev.demo.DemoRepository;
import dev.signalbox.dev.demo.Screen;
import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.dev.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox demo`: the main job from join to result, with its checks, on data of its own that it takes away again.
@Command(name = "demo", description = "Does the main job on real programs, checks it, and says what it checked.")
final class DemoCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        var settled = Processes.settle("demo", DemoSettings.class, arguments);
        if (settled.settings().isEmpty()) {
            return settled.code();
        }
        DemoSettings settings = settled.settings().get();
        var screen = new Screen(System.out);
        Path directory = null;
        try {
            directory = Files.createTempDirectory("signalbox-demo-").toRealPath();
            Logging.toFile(directory.resolve("demo.log"));
            List<String> failures = run(settings, directory, screen);
            if (failures.isEmpty()) {
                remove(directory);
                return 0;
            }
            System.err.println("signalbox demo: %d checks failed:".formatted(failures.size()));
            failures.forEach(failure -> System.err.println("  " + failure));
        } catch (IOException | UncheckedIOException | IllegalStateException | RefusedException e) {
            System.err.println("signalbox demo: " + e.getMessage());
        }
        if (directory != null) {
            System.err.println("What it left, with the log, is in " + directory);
        }
        return 1;
    }

    private static List<String> run(DemoSettings settings, Path directory, Screen screen)
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
                        .formatted(Main.VERSION, Runtime.version(), directory));
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
            List<String> failures = demo.run(repository);
            if (!repository.own()) {
                repository.releaseWorktrees(directory);
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
